import { describe, expect, test } from "vitest";
import type { Branch } from "@/generated/Branch";
import type { Condition } from "@/generated/Condition";
import type { Recipe } from "@/generated/Recipe";
import type { Strategy } from "@/generated/Strategy";
import type { Weighted } from "@/generated/Weighted";
import { reviews } from "@/platform/fixture/recipe";
import { branchShares, expectedRows, isUneven, labelled, shares, weightFor } from "./shares";

const values: Weighted[] = [
  { value: "a", weight: 1 },
  { value: [20, 40], weight: 3 },
  { value: "c", weight: 4 },
];
const branch = (name: string, weight: number, ...children: Branch[]): Branch => ({ name, weight, children });
const tree = [branch("law", 3, branch("rent", 1), branch("work", 1), branch("tax", 2)), branch("art", 1)];
const depends = (name: string, on: string, cases: Record<string, string[]>): Condition => ({
  name,
  depends: {
    on,
    cases: Object.fromEntries(
      Object.entries(cases).map(([of, list]) => [of, list.map((value) => ({ value, weight: 1 }))]),
    ),
  },
});

function dealtBy(strategy: Strategy, ...conditions: Condition[]): Recipe {
  return { ...reviews, conditions, schedule: { ...reviews.schedule, strategy } };
}

describe("values are as frequent", () => {
  const check = (recipe: Recipe, expected: number[]) =>
    expect(shares(recipe, "topic", values)).toEqual(expected);
  const more = { a: ["x"], "20-40": ["x", "y", "z"], c: [] };

  test("as their weights, where shares are met", () => check(dealtBy("quota"), [1 / 8, 3 / 8, 1 / 2]));
  test("as their weights, by chance", () => check(dealtBy("random"), [1 / 8, 3 / 8, 1 / 2]));
  test("as each other, under the grid", () => check(dealtBy("grid"), [1 / 3, 1 / 3, 1 / 3]));
  test("as their combinations, under the grid", () =>
    check(dealtBy("grid", depends("tone", "topic", more)), [1 / 4, 3 / 4, 0]));
  test("as their weights, whatever depends on them", () =>
    check(dealtBy("quota", depends("tone", "topic", more)), [1 / 8, 3 / 8, 1 / 2]));
  test("as all combinations below them", () =>
    check(
      dealtBy(
        "grid",
        depends("tone", "topic", { a: ["x"], "20-40": ["x", "y"], c: ["y"] }),
        depends("mood", "tone", { x: ["u"], y: ["u", "v"] }),
        depends("place", "topic", { a: ["p", "q"], "20-40": ["p"], c: ["p"] }),
      ),
      [2 / 7, 3 / 7, 2 / 7],
    ));
  test("as far as a circle of conditions lets them be counted", () =>
    check(dealtBy("grid", depends("tone", "topic", more), depends("topic", "tone", { x: ["a"], y: ["a"] })), [
      1 / 4,
      3 / 4,
      0,
    ]));
});

test.each<[Strategy, Branch[], number[]]>([
  ["quota", tree, [3 / 4, 1 / 4]],
  ["grid", tree, [3 / 4, 1 / 4]],
  ["quota", tree[0]?.children ?? [], [1 / 4, 1 / 4, 1 / 2]],
  ["grid", tree[0]?.children ?? [], [1 / 3, 1 / 3, 1 / 3]],
  ["grid", [], []],
])("by %s, the branches %j", (strategy, siblings, expected) =>
  expect(branchShares(dealtBy(strategy), "topic", siblings)).toEqual(expected),
);

test("a leaf of a tree counts for what depends on it", () => {
  const recipe = dealtBy("grid", depends("tone", "topic", { rent: ["x", "y"], work: ["x"], tax: ["x"] }));
  expect(branchShares(recipe, "topic", tree[0]?.children ?? [])).toEqual([1 / 2, 1 / 4, 1 / 4]);
});

describe("rows are expected", () => {
  const check = (
    strategy: Strategy,
    condition: Condition,
    expected: string[] | null,
    rules: string[] = [],
  ) => {
    const recipe = dealtBy(strategy, condition);
    const found = expectedRows(
      { ...recipe, schedule: { strategy, rows: 24, rules } as Recipe["schedule"] },
      condition,
    );
    expect(found?.map(({ value, rows }) => `${value}: ${rows}`) ?? null).toEqual(expected);
  };

  test("for values by their weights", () =>
    check("quota", { name: "n", values }, ["a: 3", "20,40: 9", "c: 12"]));
  test("for values under the grid", () => check("grid", { name: "n", values }, ["a: 8", "20,40: 8", "c: 8"]));
  test("for labels", () =>
    check("random", { name: "n", labels: { weights: { negative: 3 } } }, ["positive: 6", "negative: 18"]));
  test("for the leaves of a tree", () =>
    check("quota", { name: "n", tree }, ["rent: 4.5", "work: 4.5", "tax: 9", "art: 6"]));
  test("for the leaves of a tree under the grid", () =>
    check("grid", { name: "n", tree }, ["rent: 6", "work: 6", "tax: 6", "art: 6"]));
  test("once for a value that is there twice", () =>
    check("quota", { name: "n", values: [...values, { value: "a", weight: 4 }] }, [
      "a: 10",
      "20,40: 6",
      "c: 8",
    ]));
  test("by no formula under rules", () => check("grid", { name: "n", values }, null, ["n != 'a'"]));
  test("by no formula for ranges", () =>
    check("grid", { name: "n", range: { low: 1, high: 9, step: 1 } }, null));
  test("by no formula for what depends on a range", () =>
    check("grid", depends("n", "age", { "1": ["x"] }), null));
});

test("labels weigh 1 unless they are given a weight", () =>
  expect(labelled(reviews, { weights: { negative: 3, gone: 9 } })).toEqual([
    { value: "positive", weight: 1 },
    { value: "negative", weight: 3 },
  ]));

test.each<[Condition, boolean]>([
  [{ name: "n", values }, true],
  [{ name: "n", values: [{ value: "a", weight: 2 }] }, false],
  [{ name: "n", labels: { weights: {} } }, false],
  [{ name: "n", labels: { weights: { negative: 3 } } }, true],
  [{ name: "n", labels: { weights: { gone: 3 } } }, false],
  [{ name: "n", tree }, true],
  [{ name: "n", tree: [branch("law", 3, branch("rent", 1), branch("work", 1))] }, false],
  [depends("n", "topic", { a: ["x", "y"] }), false],
  [{ name: "n", depends: { on: "topic", cases: { a: [], b: values } } }, true],
  [{ name: "n", range: { low: 1, high: 9, step: 1 } }, false],
])("%j has uneven weights: %s", (condition, expected) => expect(isUneven(condition, reviews)).toBe(expected));

test.each([[0.1], [0.5], [0.9]])("a share of %d is met", (share) => {
  const changed = values.map((item, at) =>
    at === 1 ? { ...item, weight: weightFor(values, 1, share) } : item,
  );
  expect(shares(dealtBy("quota"), "topic", changed)[1]).toBeCloseTo(share, 3);
});
