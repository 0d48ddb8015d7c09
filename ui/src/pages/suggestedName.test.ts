import { expect, test } from "vitest";
import { suggestedName } from "./suggestedName";

test.each<[string, string | undefined, string]>([
  ["Film reviews", undefined, "Film reviews, run 2.csv"],
  ["Film reviews", "length", "Film reviews, run 2, length.csv"],
  ["a/b: c?", undefined, "a b c, run 2.csv"],
  ["  ", undefined, "dataset, run 2.csv"],
])("file name of %j and %j", (project, part, expected) =>
  expect(suggestedName(project, 2, "csv", part)).toBe(expected),
);
