import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import { takeKey } from "@/app/commands";
import type { JudgePair } from "@/generated/JudgePair";
import type { RunSummary } from "@/generated/RunSummary";
import { connectTo } from "@/platform";
import { fixture, type Handlers } from "@/platform/fixture";
import { refreshApp, useApp } from "@/state/app";
import { ArenaTab } from "./ArenaTab";
import { keyProblem } from "./keys";
import { positionWords } from "./position";

let judged: JudgePair[] = [];
let user: UserEvent;
const runs = [2, 1].map((run) => ({ run, accepted: 100, version: run, model: "Starter" })) as RunSummary[];

async function open(handlers: Handlers = {}): Promise<void> {
  const host = fixture(handlers);
  connectTo({
    ...host,
    call: (name, request) => {
      if (name === "arena_judge") judged.push(request as JudgePair);
      return host.call(name, request);
    },
  });
  await refreshApp();
  render(<ArenaTab runs={runs} run={2} />);
  await ready();
}

const left = () => screen.getByTestId("arena-left-text").textContent;
const ready = () =>
  waitFor(() => expect((screen.getByTestId("arena-tie") as HTMLButtonElement).disabled).toBe(false));
const words = () => screen.getByTestId("arena-judged").textContent;

beforeEach(() => {
  judged = [];
  user = userEvent.setup();
  window.addEventListener("keydown", takeKey);
});
afterEach(() => {
  window.removeEventListener("keydown", takeKey);
  useApp.setState({ app: null, failure: null });
});

test("pairs are judged by keys alone, blind, and the runs' standings follow", async () => {
  await open();
  expect(document.activeElement).toBe(screen.getByTestId("arena-pair"));
  expect(screen.getByTestId("arena-pair").textContent).not.toMatch(/Run \d/);
  expect(screen.queryByTestId("standings")).toBeNull();
  for (const key of ["{ArrowLeft}", "{ArrowRight}", "{ArrowDown}"]) {
    await ready();
    await user.keyboard(key);
  }
  await waitFor(() => expect(words()).toBe("3 pairs judged"));
  expect(judged.map(({ outcome }) => outcome)).toEqual(["left", "right", "tie"]);
  expect(judged[0]).toMatchObject({ left: { run: 1, draw: 0 }, right: { run: 2, draw: 1 } });
  const rows = within(screen.getByTestId("standings")).getAllByRole("row");
  expect(rows[1]?.textContent).toBe("1Run 21,060 (990–1,132)1,054111");
  expect(screen.getByTestId("measure-arena-left").textContent).toContain("50 %0–100 %2");
  expect(screen.getByTestId("arena-position").textContent).toMatch(/makes no difference that can be seen/);
});

test("a judgment is taken back: its pair is on screen again", async () => {
  await open();
  const first = left();
  await user.keyboard("{ArrowLeft}");
  await waitFor(() => expect(words()).toBe("1 pair judged"));
  expect(left()).not.toBe(first);
  await user.keyboard("u");
  await waitFor(() => expect(words()).toBe("No pair judged yet"));
  expect(left()).toBe(first);
  expect((screen.getByTestId("arena-undo") as HTMLButtonElement).disabled).toBe(true);
});

test("a judgment that is not kept brings its pair back and says why", async () => {
  await open({
    arena_judge: () => {
      throw { code: "failed", message: "The project can only be read.", detail: null };
    },
  });
  const first = left();
  await user.keyboard("{ArrowLeft}");
  expect((await screen.findByTestId("error")).textContent).toContain("The project can only be read.");
  expect(left()).toBe(first);
});

test("keys are changed, but not to one that is taken", async () => {
  await open();
  await user.click(screen.getByTestId("arena-keys"));
  await user.click(screen.getByTestId("arena-key-change-left"));
  await user.keyboard("u");
  expect(screen.getByTestId("arena-keys-problem").textContent).toContain("‘Take back’");
  await user.keyboard("a");
  expect(useApp.getState().app?.settings.ui["arena.keys"]).toEqual({ left: "A" });
  await user.click(screen.getByRole("button", { name: "Close" }));
  await user.keyboard("a");
  await waitFor(() => expect(judged.map(({ outcome }) => outcome)).toEqual(["left"]));
});

test("without a second run nothing is asked", async () => {
  await open();
  await user.click(screen.getByTestId("arena-run-1"));
  expect(screen.queryByTestId("arena-pair")).toBeNull();
  expect(screen.getByText(/^Choose two runs or more/)).toBeTruthy();
});

test("when all pairs are judged, only taking back is left", async () => {
  await open({ arena_next: () => null, arena_view: () => ({ ...empty, judged: 66 }) }).catch(() => {});
  await waitFor(() => expect(words()).toBe("66 pairs judged"));
  expect(screen.getByText("Every pair of these runs is judged.")).toBeTruthy();
  const off = ["left", "tie", "right", "undo"].map(
    (deed) => (screen.getByTestId(`arena-${deed}`) as HTMLButtonElement).disabled,
  );
  expect(off).toEqual([true, true, true, false]);
});
const empty = { standings: [], judged: 0, left_wins: null, measures: [], charts: [] };

test.each<[[number, number, number] | null, RegExp | null]>([
  [null, null],
  [[0.52, 0.44, 0.6], /no difference that can be seen: the left row won 52 % .*44–60 %/],
  [[0.7, 0.6, 0.8], /^The left row wins too often/],
  [[0.3, 0.2, 0.4], /^The right row wins too often/],
])("a left share of %j reads %s", (left_wins, expected) => {
  const found = positionWords({ left_wins });
  if (expected === null) expect(found).toBeNull();
  else expect(found).toMatch(expected);
});

test.each([
  ["ArrowUp", null],
  ["Escape", /needed by the window/],
  ["Ctrl+A", /single key/],
  ["ArrowRight", /‘Right is better’/],
])("the key %s for the left row", (key, problem) => {
  const found = keyProblem("left", key, {});
  if (problem === null) expect(found).toBeNull();
  else expect(found).toMatch(problem);
});
