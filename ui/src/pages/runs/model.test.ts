import { describe, expect, test } from "vitest";
import type { RowSummary } from "@/generated/RowSummary";
import type { RunProgress } from "@/generated/RunProgress";
import type { RunStatus } from "@/generated/RunStatus";
import { filled, missing } from "./filling";
import { headline } from "./headline";
import { noveltyFinding, pathOf, place } from "./novelty";
import { funnelStages, progressParts } from "./progress";
import { arrive, emptyStream, keyOf, release, reread, streamLength } from "./stream";

function progress(status: RunStatus, change: Partial<RunProgress> = {}): RunProgress {
  return {
    summary: {
      run: 1,
      status,
      failure: null,
      recipe: "ab",
      version: 1,
      model: "starter",
      seed: 7,
      accepted: 312,
      dropped: 0,
      wanted: 500,
      attempts: 351,
      started: 0,
      finished: null,
    },
    budget: 2000,
    running: 16,
    funnel: { generated: 351, parsed: 351, valid: 337, unique: 323, accepted: 312 },
    rejected: [
      { value: "rouge-l", count: 14 },
      { value: "length", count: 6 },
      { value: "answer", count: 2 },
      { value: "required", count: 1 },
      { value: "forbidden", count: 3 },
    ],
    elapsed: 600,
    rows_per_minute: 4.12,
    tokens_per_second: 90,
    remaining: 2700,
    ...change,
  };
}

const noon = new Date(2026, 2, 3, 12, 0).getTime();

test.each<[RunStatus, Partial<RunProgress>, string]>([
  ["running", {}, "312 of 500 rows · 4.1 rows/min · done about 12:45"],
  ["running", { rows_per_minute: 48.6 }, "312 of 500 rows · 49 rows/min · done about 12:45"],
  ["running", { remaining: 86_400 }, "312 of 500 rows · 4.1 rows/min · done about 4 Mar, 12:00"],
  ["running", { rows_per_minute: null, remaining: null }, "312 of 500 rows · measuring the speed"],
  ["paused", {}, "312 of 500 rows · paused · 10 min at work"],
  ["completed", {}, "312 of 500 rows · 10 min at work · 31 rows/min"],
  ["completed", { elapsed: 0 }, "312 of 500 rows · 0 s at work"],
  ["exhausted", {}, "312 of 500 rows · the budget of 2,000 attempts is used up"],
  ["cancelled", {}, "312 of 500 rows · stopped by you · 10 min at work"],
  ["failed", {}, "312 of 500 rows · stopped by an error"],
])("headline while %s with %o", (status, change, expected) => {
  const line = headline(progress(status, change), noon);
  expect([line.main, ...line.rest].join(" · ")).toBe(expected);
});

describe("progress bar", () => {
  test("parts and what is to do sum to the total", () => {
    const { parts, total } = progressParts(progress("running"));
    expect(parts.map((part) => [part.id, part.value])).toEqual([
      ["accepted", 312],
      ["rouge-l", 14],
      ["length", 6],
      ["answer", 2],
      ["_others", 4],
      ["_running", 16],
    ]);
    expect(total).toBe(500 + 26);
  });

  test("a paused run has nothing in the making", () => {
    expect(progressParts(progress("paused")).parts.some((part) => part.id === "_running")).toBe(false);
  });

  test("more in the making than wanted leaves nothing to do", () => {
    const { total } = progressParts(progress("running", { running: 400, rejected: [] }));
    expect(total).toBe(712);
  });
});

test("rows accepted by hand beyond those asked for are no fraction", () => {
  const done = progress("completed");
  const line = headline({ ...done, summary: { ...done.summary, accepted: 503 } }, noon);
  expect(line.main).toBe("503 rows, 500 asked for");
});

test("shares of the funnel are of all answers, and unknown before the first", () => {
  expect(funnelStages(progress("running").funnel).map((stage) => stage.share?.toFixed(2))).toEqual([
    "1.00",
    "1.00",
    "0.96",
    "0.92",
    "0.89",
  ]);
  const nothing = { generated: 0, parsed: 0, valid: 0, unique: 0, accepted: 0 };
  expect(funnelStages(nothing).every((stage) => stage.share === null)).toBe(true);
});

function row(draw: number, attempt = 0, text = ""): RowSummary {
  return {
    run: 1,
    draw,
    attempt,
    verdict: null,
    fields: { text },
    conditions: {},
    mean_log_probability: null,
    edited: false,
    extra: false,
    dropped_by: null,
    weight: 1,
  };
}
const keys = (rows: readonly RowSummary[]) => rows.map(keyOf);

describe("stream of rows", () => {
  test("newest first", () => {
    const stream = arrive(arrive(emptyStream, [row(0), row(1)], false), [row(2)], false);
    expect(keys(stream.shown)).toEqual(["2.0", "1.0", "0.0"]);
  });

  test("a verdict that comes later keeps the row's place", () => {
    const stream = arrive(arrive(emptyStream, [row(0), row(1)], false), [row(0, 0, "judged")], false);
    expect(keys(stream.shown)).toEqual(["1.0", "0.0"]);
    expect(stream.shown[1]?.fields.text).toBe("judged");
  });

  test("nothing moves while paused, and nothing is lost after", () => {
    const paused = arrive(arrive(emptyStream, [row(0)], false), [row(1), row(1, 1)], true);
    expect(keys(paused.shown)).toEqual(["0.0"]);
    expect(keys(paused.held)).toEqual(["1.1", "1.0"]);
    const after = release(paused);
    expect(keys(after.shown)).toEqual(["1.1", "1.0", "0.0"]);
    expect(after.held).toEqual([]);
  });

  test("rows read anew bring the missed ones to their places", () => {
    const gap = arrive(arrive(emptyStream, [row(0)], false), [row(3)], false);
    const read = [row(3), row(2), row(1), row(0)];
    expect(keys(reread(gap, read, false).shown)).toEqual(["3.0", "2.0", "1.0", "0.0"]);
    const newer = arrive(gap, [row(4)], false);
    expect(keys(reread(newer, read, false).shown)).toEqual(["4.0", "3.0", "2.0", "1.0", "0.0"]);
    const paused = reread(gap, read, true);
    expect([keys(paused.shown), keys(paused.held)]).toEqual([
      ["3.0", "0.0"],
      ["2.0", "1.0"],
    ]);
  });

  test("the oldest rows leave", () => {
    const many = Array.from({ length: streamLength + 5 }, (_, draw) => row(draw));
    const stream = arrive(emptyStream, many, false);
    expect(stream.shown.length).toBe(streamLength);
    expect(stream.shown[0]?.draw).toBe(streamLength + 4);
  });
});

test.each<[number[], string | null]>([
  [[], null],
  [[0.9], null],
  [[0.9, 0.61], "New rows still bring new phrases: 61\u00a0% of their 3-grams are new"],
  [[0.9, 0.3], "New rows bring fewer new phrases: 30\u00a0% of their 3-grams are new"],
  [[0.9, 0.08], "New rows mostly repeat phrases: 8\u00a0% of their 3-grams are new"],
])("novelty %j", (shares, expected) => {
  expect(noveltyFinding(shares.map((share, at) => ({ rows: at + 1, share })))).toBe(expected);
});

test("the curve fills its box", () => {
  const places = place(
    [
      { rows: 10, share: 1 },
      { rows: 20, share: 0.5 },
    ],
    100,
    40,
  );
  expect(places).toEqual([
    { x: 50, y: 0 },
    { x: 100, y: 20 },
  ]);
  expect(pathOf(places)).toBe("M50.0 0.0L100.0 20.0");
});

test.each([
  [{ value: "a", expected: 4, accepted: 1 }, 0.25],
  [{ value: "a", expected: 4, accepted: 9 }, 1],
  [{ value: "a", expected: 0, accepted: 0 }, 0],
  [{ value: "a", expected: 0, accepted: 2 }, 1],
])("%j is filled to %d", (covered, expected) => expect(filled(covered)).toBe(expected));

test("values without rows, the most expected first", () => {
  const values = [
    { value: "a", expected: 1, accepted: 0 },
    { value: "b", expected: 0, accepted: 0 },
    { value: "c", expected: 3, accepted: 0 },
    { value: "d", expected: 3, accepted: 1 },
  ];
  expect(missing({ condition: "topic", values }).map((covered) => covered.value)).toEqual(["c", "a"]);
});
