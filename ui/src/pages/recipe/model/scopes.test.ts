import { expect, test } from "vitest";
import type { Condition } from "@/generated/Condition";
import type { Value } from "@/generated/Value";
import { reviews } from "@/platform/fixture/recipe";
import { type ScopeKind, valuesOf, withScope } from "./scopes";

const weighted = (...values: Value[]) => values.map((value) => ({ value, weight: 1 }));
const depends = (cases: Record<string, Value[]>): Condition => ({
  name: "tone",
  depends: {
    on: "label",
    cases: Object.fromEntries(Object.entries(cases).map(([of, values]) => [of, weighted(...values)])),
  },
});

test.each<[Condition, Value[]]>([
  [{ name: "size", values: weighted([20, 40], 3, true, 3) }, [[20, 40], 3, true]],
  [{ name: "label", labels: { weights: {} } }, ["positive", "negative"]],
  [depends({ positive: ["warm", [1, 2]], negative: ["cold", "warm"] }), ["warm", [1, 2], "cold"]],
  [{ name: "age", range: { low: 1, high: 9, step: 1 } }, []],
])("%j can be %j", (condition, expected) => expect(valuesOf(condition, reviews)).toEqual(expected));

test.each<[ScopeKind, unknown]>([
  ["tree", { tree: [{ name: "20-40" }, { name: "true" }] }],
  ["words", { words: { from: ["20-40", "true"] } }],
])("as %s, values keep the names that cases know them by", (kind, expected) => {
  const size = { name: "size", values: weighted([20, 40], true) };
  expect(withScope(size, kind, reviews)).toMatchObject(expected as object);
});

test("a condition that comes to depend on bands has a case for each", () => {
  const size = { name: "size", values: weighted([20, 40], [40, 80]) };
  const tone = { name: "tone", values: weighted("warm") };
  const changed = withScope(tone, "depends", { ...reviews, conditions: [size, tone] });
  expect(changed).toEqual({
    name: "tone",
    depends: { on: "size", cases: { "20-40": tone.values, "40-80": tone.values } },
  });
});
