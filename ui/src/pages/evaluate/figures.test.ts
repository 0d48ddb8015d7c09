import { expect, test } from "vitest";
import type { Measure } from "@/generated/Measure";
import type { Unit } from "@/generated/Unit";
import { differenceInterval, differenceWords, figureWords } from "./figures";

const base: Measure = {
  id: "m",
  title: "M",
  meaning: "",
  dashboard: "diversity",
  value: 0.91,
  low: null,
  high: null,
  n: 500,
  unit: "share",
  sized: false,
  encoder: null,
  note: null,
};

test.each<[Partial<Measure>, string]>([
  [{}, "91 %, n = 500"],
  [{ low: 0.88, high: 0.94 }, "91 % (88–94 %), n = 500"],
  [{ value: null, n: 0 }, "–, n = 0"],
  [{ value: -1.123, low: -1.2, high: -1, unit: "log-probability" }, "−1.12 nats (−1.2 to −1 nats), n = 500"],
  [{ value: 37.44, low: 36, high: 38.83, unit: "words" }, "37.4 words (36–38.8 words), n = 500"],
  [{ value: 0.4123, unit: "score" }, "0.412, n = 500"],
  [{ value: 1234, unit: "count" }, "1,234, n = 500"],
])("figure %j reads %s", (change, expected) => expect(figureWords({ ...base, ...change })).toBe(expected));

test.each<[number, Unit, string]>([
  [0.0312, "share", "+3.1 pp"],
  [-0.2, "share", "−20 pp"],
  [0, "share", "0 pp"],
  [-0.0001, "share", "0 pp"],
  [2.5, "words", "+2.5 words"],
  [-41, "count", "−41"],
  [0.0421, "score", "+0.042"],
])("a difference of %d in %s reads %s", (value, unit, expected) =>
  expect(differenceWords(value, unit)).toBe(expected),
);

test("the ends of a difference carry their signs, and one unit", () => {
  expect(differenceInterval([-0.012, 0.049], "share")).toBe("−1.2 to +4.9 pp");
});
