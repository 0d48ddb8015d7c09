import { expect, test } from "vitest";
import type { Recipe } from "@/generated/Recipe";
import { setAt } from "./setAt";

const recipe = {
  name: "a",
  task: { goal: "Write." },
  steps: [{ id: "one", sampling: { temperature: 1 } }, { id: "two" }],
} as unknown as Recipe;

test.each([
  [["task", "goal"], "Sing.", { ...recipe, task: { goal: "Sing." } }],
  [["name"], "b", { ...recipe, name: "b" }],
  [
    ["steps", 0, "sampling", "temperature"],
    0.5,
    { ...recipe, steps: [{ id: "one", sampling: { temperature: 0.5 } }, { id: "two" }] },
  ],
])("%j becomes %j and nothing else changes", (path, value, expected) => {
  const before = JSON.stringify(recipe);
  expect(setAt(recipe, path as (string | number)[], value)).toEqual(expected);
  expect(JSON.stringify(recipe)).toBe(before);
});
