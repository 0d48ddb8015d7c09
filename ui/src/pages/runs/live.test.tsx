import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Event } from "@/generated/Event";
import type { RowSummary } from "@/generated/RowSummary";
import type { RunProgress } from "@/generated/RunProgress";
import type { RunStatus } from "@/generated/RunStatus";
import { connectTo } from "@/platform";
import { fixture, type Handlers } from "@/platform/fixture";
import { listen } from "@/state/events";
import { usePlace } from "@/state/navigation";
import { useQuery } from "../data/query";
import { RunPage } from "./RunPage";

let told: (event: Event) => void = () => {};
let asked: string[] = [];
let sequence = 0;

const row = (draw: number): RowSummary => ({
  run: 1,
  draw,
  attempt: 0,
  verdict: { verdict: "accepted", row: draw },
  fields: { text: `text ${draw}` },
  conditions: {},
  mean_log_probability: -1,
  edited: false,
  extra: false,
  dropped_by: null,
  weight: 1,
});

const progress = (accepted: number, status: RunStatus = "running"): RunProgress => ({
  summary: {
    run: 1,
    status,
    failure: null,
    recipe: "ab",
    version: 1,
    model: "starter",
    seed: 7,
    accepted,
    dropped: 0,
    wanted: 10,
    attempts: accepted,
    started: 0,
    finished: null,
  },
  budget: 40,
  running: 2,
  funnel: { generated: accepted, parsed: accepted, valid: accepted, unique: accepted, accepted },
  rejected: [],
  elapsed: 1,
  rows_per_minute: null,
  tokens_per_second: null,
  remaining: null,
});

/** Rows that the program has on disk. */
let stored: RowSummary[] = [];
let status: RunStatus = "running";

const handlers: Handlers = {
  run_view: () => {
    asked.push("run_view");
    return {
      progress: progress(stored.length, status),
      novelty: [],
      coverage: [],
      combinations: null,
      labels: [],
    };
  },
  rows_query: () => {
    asked.push("rows_query");
    return { rows: stored.toReversed(), total: stored.length, next: null };
  },
  rows_sample: () => [4, 1, 33],
};

function tell(rows: RowSummary[], gap = 0): void {
  stored = [...stored, ...rows];
  sequence += 1 + gap;
  const event: Event = {
    sequence,
    notice: { kind: "run", progress: progress(stored.length, status), rows, writing: null },
  };
  act(() => told(event));
}

const shown = () =>
  screen.getAllByTestId("run-row").map((element) => element.textContent?.match(/text \d+/)?.[0]);

beforeEach(async () => {
  stored = [row(0)];
  status = "running";
  const host = fixture(handlers);
  connectTo({
    ...host,
    subscribe: async (listener) => {
      told = listener;
    },
  });
  await listen();
  render(<RunPage run={1} onBack={() => {}} />);
  await waitFor(() => expect(shown()).toEqual(["text 0"]));
  asked = [];
});

afterEach(() => {
  document.body.replaceChildren();
});

test("rows come newest first with the line that counts them", () => {
  tell([row(1), row(2)]);
  expect(shown()).toEqual(["text 2", "text 1", "text 0"]);
  expect(screen.getByTestId("run-progress").textContent).toContain("3 of 10 rows");
  expect(asked).not.toContain("rows_query");
});

test("nothing moves under the pointer; the chip says how many wait and shows them", () => {
  const list = screen.getByLabelText("Rows as they come", { selector: "section" });
  list.scrollTo = () => {};
  fireEvent.pointerEnter(list);
  tell([row(1)]);
  tell([row(2)]);
  expect(shown()).toEqual(["text 0"]);
  fireEvent.click(screen.getByTestId("run-new-rows"));
  expect(shown()).toEqual(["text 2", "text 1", "text 0"]);
});

test("a window that missed messages reads the run again", async () => {
  stored = [...stored, row(1), row(2)];
  tell([row(3)], 2);
  await waitFor(() => expect(shown()).toEqual(["text 3", "text 2", "text 1", "text 0"]));
  expect(asked).toContain("run_view");
});

test("at the end the next steps are offered and pause is gone", async () => {
  expect(screen.queryByTestId("run-next")).toBeNull();
  status = "completed";
  tell([row(1)]);
  await waitFor(() => expect(screen.getByTestId("run-status").dataset.status).toBe("completed"));
  expect(screen.getByTestId("run-next")).toBeTruthy();
  expect(screen.queryByTestId("run-pause")).toBeNull();
  expect(screen.queryByTestId("run-to-review"), "so few rows are all looked at").toBeNull();
});

test("a review shows some rows by chance on the Data page", async () => {
  status = "completed";
  tell(Array.from({ length: 40 }, (_, at) => row(at + 1)));
  fireEvent.click(await screen.findByTestId("run-to-review"));
  await waitFor(() => expect(usePlace.getState()).toMatchObject({ page: "data", run: 1 }));
  expect(useQuery.getState().filters).toEqual([{ column: "_row", op: "one-of", value: [4, 1, 33] }]);
});

test.each<[RunStatus, boolean]>([
  ["completed", false],
  ["cancelled", true],
  ["failed", true],
])("a run that is %s can be taken up again: %s", async (ended, expected) => {
  status = ended;
  tell([row(1)]);
  await waitFor(() => expect(screen.getByTestId("run-status").dataset.status).toBe(ended));
  expect(screen.queryByTestId("run-resume") !== null).toBe(expected);
});
