import { expect, test } from "vitest";
import { dealt, dealWords, withNames } from "./dealing";

const deal = (names: number, overlap: number, raters: number | null = null) => ({
  reviewers: ["Anna", "Ben", "Chloé", "Dai"].slice(0, names),
  overlap,
  raters,
});

test.each([
  [0, 20, null, null],
  [1, 20, null, "Anna reads all 200 rows."],
  [2, 20, null, "Of 200 rows: 40 read by all, 80 by each alone. Everyone reads 120."],
  [3, 20, null, "Of 200 rows: 40 read by all, 53 or 54 by each alone. Everyone reads 93 or 94."],
  [3, 20, 2, "Of 200 rows: 40 read by 2 of 3, 160 by one each. Everyone reads 80."],
  [2, 0, null, "Of 200 rows, nobody reads the same: 100 each. Whether reviewers agree will not be known."],
] as const)("%i reviewers who share %i %% with %j for each", (names, overlap, raters, words) => {
  expect(dealWords(200, deal(names, overlap, raters))).toBe(words);
});

test.each([
  [deal(1, 20), { overlap: 0, raters: null }],
  [deal(2, 25), { overlap: 0.25, raters: null }],
  [deal(3, 25, 3), { overlap: 0.25, raters: null }],
  [deal(4, 25, 3), { overlap: 0.25, raters: 3 }],
  // A reviewer was removed after the number was chosen.
  [deal(2, 25, 3), { overlap: 0.25, raters: null }],
])("%j is sent as %j", (asked, sent) => expect(dealt(asked)).toEqual(sent));

test("a name that is there already is not added again", () => {
  expect(withNames(["Anna"], ["Ben", "Anna", "Ben"])).toEqual(["Anna", "Ben"]);
});
