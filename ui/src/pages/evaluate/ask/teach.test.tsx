import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Event } from "@/generated/Event";
import type { Notice } from "@/generated/Notice";
import { type CommandName, connectTo } from "@/platform";
import { fixture, type Handlers } from "@/platform/fixture";
import { refreshApp, useApp } from "@/state/app";
import { listen } from "@/state/events";
import { usePlace } from "@/state/navigation";
import { TeachPanel } from "./TeachPanel";

let user: UserEvent;
let asked: [CommandName, unknown][] = [];
let say: (notice: Notice) => void;
let sequence = 0;

async function open(run: number, handlers: Handlers = {}): Promise<void> {
  const host = fixture({ annotation_start: () => null, annotation_cancel: () => null, ...handlers });
  let listener: (event: Event) => void = () => {};
  connectTo({
    ...host,
    call: (name, request) => {
      asked.push([name, request]);
      return host.call(name, request);
    },
    subscribe: async (added) => {
      listener = added;
    },
  });
  say = (notice) => act(() => listener({ sequence: sequence++, notice }));
  await listen();
  await refreshApp();
  render(<TeachPanel run={run} />);
  await screen.findByTestId("teach");
}

const requestsOf = (name: CommandName) => asked.filter(([one]) => one === name).map(([, request]) => request);
const ready = () =>
  waitFor(() => expect(screen.getByTestId("teach-start").hasAttribute("disabled")).toBe(false));

beforeEach(() => {
  asked = [];
  user = userEvent.setup();
});
afterEach(() => {
  useApp.setState({ app: null, failure: null });
});

test("each round says what it did and how far its labels agree with people", async () => {
  await open(2);
  const cells = (round: number) =>
    within(screen.getByTestId(`taught-${round}`))
      .getAllByRole("cell")
      .map(({ textContent }) => textContent);
  expect(cells(0).at(-1)).toBe("70 % (60–78 %), n = 60");
  expect(cells(1)).toEqual(["402", "84", "416", "416", "61", "Cannot tell 80 % (70–88 %), n = 60"]);
  expect(cells(2)).toEqual(["431", "90", "410", "408", "17", "Helps 85 % (75–93 %), n = 60"]);
  expect(screen.queryByTestId("taught-worse")).toBeNull();
  await user.click(screen.getByTestId("teach-curate"));
  expect(usePlace.getState()).toMatchObject({ page: "curate", run: 2 });
});

test("labels that agree with people less than before are advised against", async () => {
  const view = await fixture().call("teaching_view", { run: 2 });
  const effect = { before: 0.7, after: 0.4, low: -0.4, high: -0.2, gold: 60, verdict: "hurts" as const };
  const rounds = view.rounds.map((round) => ({ ...round, effect }));
  await open(2, { teaching_view: () => ({ ...view, rounds }) });
  expect(screen.getByTestId("taught-worse").textContent).toContain("leave them");
});

test("where the model was not asked for labels, those that rows carry are the start", async () => {
  await open(1);
  expect(screen.queryByTestId("teach-asked")).toBeNull();
  expect(screen.getByTestId("teach").textContent).toContain("Ask the model for labels above");
  expect(screen.queryByTestId("taught-rounds")).toBeNull();
  await ready();
  await user.click(screen.getByTestId("teach-start"));
  const question = { kind: "free-al", rounds: 2, start: "carried" };
  expect(requestsOf("annotation_start")).toEqual([{ run: 1, question, rows: null, anew: false }]);
});

test("rounds can be chosen, tell their progress and be stopped", async () => {
  await open(2);
  await user.click(screen.getByTestId("teach-carried"));
  const field = within(screen.getByTestId("teach-rounds")).getByRole("textbox");
  await user.clear(field);
  await user.type(field, "3{Enter}");
  await ready();
  await user.click(screen.getByTestId("teach-start"));
  expect(requestsOf("annotation_start")).toMatchObject([
    { question: { kind: "free-al", rounds: 3, start: "carried" } },
  ]);
  const job = (status: "running" | "cancelled", done: number, name = "freeal") =>
    say({ kind: "job", job: `annotation:${name}`, run: 2, done, total: 1500, status, failure: null });
  job("running", 620);
  expect(screen.getByTestId("teach-progress").textContent).toContain("Round 2 of 3: 120 of 500 rows done.");
  await user.click(screen.getByTestId("teach-stop"));
  expect(requestsOf("annotation_cancel")).toEqual([{ run: 2 }]);
  const before = requestsOf("teaching_view").length;
  job("cancelled", 620);
  await waitFor(() => expect(requestsOf("teaching_view").length).toBe(before + 1));
  // Another question under way is not this one's progress, yet nothing can be begun beside it.
  job("running", 10, "label");
  expect(screen.getByTestId("teach-start").hasAttribute("disabled")).toBe(true);
});

test("what was finished is begun anew, and says so", async () => {
  await open(2, { annotation_estimate: () => ({ rows: 0, seconds: null }) });
  await ready();
  expect(screen.getByTestId("teach-start").textContent).toBe("Begin anew");
  await user.click(screen.getByTestId("teach-start"));
  expect(requestsOf("annotation_start")).toMatchObject([{ anew: true }]);
});

test("rows without labels have nothing to be taught", async () => {
  const host = fixture();
  const view = await host.call("teaching_view", { run: 1 });
  connectTo(fixture({ teaching_view: () => ({ ...view, needs: "No labels." }) }));
  render(<TeachPanel run={1} />);
  await act(async () => {});
  expect(screen.queryByTestId("teach")).toBeNull();
});
