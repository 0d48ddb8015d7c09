import { expect, test } from "vitest";
import { placesIn } from "./sparks";

test.each<[number[], [number, number][]]>([
  [
    [1, 3, 2],
    [
      [0, 10],
      [20, 0],
      [40, 5],
    ],
  ],
  [
    [2, 2],
    [
      [0, 5],
      [40, 5],
    ],
  ],
])("the values %j stand at %j", (values, places) => expect(placesIn(values, 40, 10)).toEqual(places));
