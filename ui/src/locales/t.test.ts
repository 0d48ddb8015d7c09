import { expect, test } from "vitest";
import { bytes, count, decimal, duration, percent } from "./format";
import { fill } from "./t";

test.each([
  ["plain", {}, "plain"],
  ["{name} is here", { name: "Ada" }, "Ada is here"],
  ["{n, plural, one {# row} other {# rows}}", { n: 1 }, "1 row"],
  ["{n, plural, one {# row} other {# rows}}", { n: 1200 }, "1,200 rows"],
  ["{n, plural, =0 {nothing} other {# of {all}}}", { n: 0, all: 3 }, "nothing"],
  ["{n, plural, =0 {nothing} other {# of {all}}}", { n: 2, all: 3 }, "2 of 3"],
  ["{unknown}", {}, "{unknown}"],
  ["open {brace", {}, "open {brace"],
])("%s with %o", (message, values, expected) => {
  expect(fill(message, values)).toBe(expected);
});

test.each([
  [0, "0 %"],
  [0.018, "1.8 %"],
  [0.5, "50 %"],
  [-0.018, "−1.8 %"],
  [-0.0001, "0 %"],
  [-0.5, "−50 %"],
])("percent of %d", (value, expected) => expect(percent(value)).toBe(expected));

test("numbers below nought have a minus sign, and what is rounded to nought has none", () => {
  expect([decimal(-0.634), decimal(-0.004), decimal(0.634)]).toEqual(["−0.63", "0", "0.63"]);
  expect([count(-1234), fill("{n} rows", { n: -3 })]).toEqual(["−1,234", "−3 rows"]);
});

test.each([
  [999, "999 B"],
  [6_600_000, "6.6 MB"],
  [14_000_000_000, "14 GB"],
])("bytes of %d", (value, expected) => expect(bytes(value)).toBe(expected));

test.each([
  [2.13, "2.1 s"],
  [75, "1 min"],
  [4800, "1 h 20 min"],
])("duration of %d", (value, expected) => expect(duration(value)).toBe(expected));
