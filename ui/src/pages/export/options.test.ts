import { expect, test } from "vitest";
import type { ExportOptions } from "@/generated/ExportOptions";
import { firstOptions, obstacle, plannedName, presetOf, withPrivate, withPrompts } from "./options";

const base = firstOptions(3);

test("by default nothing private leaves", () => {
  expect(base).toMatchObject({ include_prompts: false, include_private: [] });
});

test.each<[Partial<ExportOptions>, ReturnType<typeof obstacle>]>([
  [{}, null],
  [{ split: { train: 80, validation: 10, test: 10 } }, null],
  [{ split: { train: 80, validation: 10, test: 5 } }, "shares"],
  [{ preset: { shape: "chatml", instruction: "", input: null, output: "a", system: null } }, "fields"],
  [{ preset: { shape: "chatml", instruction: "q", input: null, output: "a", system: null } }, null],
])("obstacle of %j is %s", (change, expected) => expect(obstacle({ ...base, ...change })).toBe(expected));

test("the first field is asked, the last answered, and a change of shape keeps the choice", () => {
  const alpaca = presetOf("alpaca", ["question", "context", "answer"], null);
  expect(alpaca).toMatchObject({ instruction: "question", output: "answer", input: null });
  const chosen = { ...alpaca, input: "context" };
  expect(presetOf("chatml", [], chosen)).toEqual({ ...chosen, shape: "chatml", input: null });
});

test("leaving prompts out takes the private sources with them", () => {
  const named = withPrivate(withPrompts(base, true), "notes", true);
  expect(named.include_private).toEqual(["notes"]);
  expect(withPrivate(named, "notes", true).include_private).toEqual(["notes"]);
  expect(withPrivate(named, "notes", false).include_private).toEqual([]);
  expect(withPrompts(named, false).include_private).toEqual([]);
});

test.each([
  ["data.csv", "Film reviews, run 2.csv", "Film reviews, run 2.csv"],
  ["data.train.csv", "No. 7, run 2.csv", "No. 7, run 2.train.csv"],
  ["README.md", "Film reviews, run 2.csv", "README.md"],
])("%s under the name %s is written as %s", (file, suggested, expected) =>
  expect(plannedName(file, suggested)).toBe(expected),
);
