import { expect, test } from "vitest";
import type { ReviewKind } from "@/generated/ReviewKind";
import { type ChosenTask, comparedFields, taskOf, tasksOf } from "./task";

const spans: ReviewKind = { kind: "spans", field: "entities", of: "passage", types: ["town"] };
const pair: ReviewKind = { kind: "pair", fields: ["first", "second"], labels: ["A", "B"] };
const labels: ReviewKind = { kind: "labels" };

test.each<[ChosenTask, ReviewKind, string]>([
  ["recipe", spans, "spans"],
  ["recipe", pair, "pair"],
  ["recipe", labels, "judge"],
  ["recipe", { kind: "rows" }, "judge"],
  ["one-to-five", spans, "rate"],
  ["four-level", pair, "rate"],
  ["compare", labels, "pair"],
  ["compare", pair, "pair"],
])("%s of rows with %j is %s", (chosen, kind, expected) => {
  expect(taskOf(chosen, kind, ["a", "b"]).task).toBe(expected);
});

test("texts can be compared where there are two, and the recipe's own pair stays", () => {
  expect(tasksOf(labels, ["a"])).not.toContain("compare");
  expect(tasksOf(labels, ["a", "b"])).toContain("compare");
  expect(tasksOf(pair, ["a", "b"])).not.toContain("compare");
  expect(taskOf("compare", pair, ["a", "b"])).toMatchObject({ fields: ["first", "second"] });
  expect(taskOf("compare", labels, null)).toEqual({ task: "judge" });
});

test.each<[string[], [string, string] | null, readonly [string, string] | null]>([
  [
    ["a", "b", "c"],
    ["c", "a"],
    ["c", "a"],
  ],
  [
    ["a", "b", "c"],
    ["a", "a"],
    ["a", "b"],
  ],
  [
    ["a", "b"],
    ["a", "gone"],
    ["a", "b"],
  ],
  [["a"], null, null],
])("of %j with %j wanted, %j are compared", (texts, wanted, expected) => {
  expect(comparedFields(texts, wanted)).toEqual(expected);
});
