import { expect, test } from "vitest";
import { isEnough } from "./progress";

test.each([
  ["random", [0.87, 0.97], true],
  ["random", [0.8, 0.97], false],
  ["random", null, false],
  ["made", [0.87, 0.97], false],
] as const)("in the order %s the interval %j is enough: %s", (order, interval, expected) => {
  const progress = {
    rows: 500,
    judged: 100,
    right: 92,
    interval: interval && ([...interval] as [number, number]),
  };
  expect(isEnough({ ...progress, enough: 0.05 }, order)).toBe(expected);
});
