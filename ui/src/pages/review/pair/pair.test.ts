import { expect, test } from "vitest";
import { judgmentOf, type Pair, sidesOf } from "./pair";

const rows = Array.from({ length: 400 }, (_, draw) => ({ run: 1, draw, attempt: 0 }));
const swapped: Pair = { fields: ["chosen", "rejected"], labels: null };
const labelled: Pair = { fields: ["first", "second"], labels: ["A", "B"] };

test("which text is left depends on the row alone, and is as often one as the other", () => {
  const left = rows.filter((row) => sidesOf(swapped, row)[0] === "chosen").length;
  expect(Math.abs(left - 200)).toBeLessThan(40);
  const turns = rows.filter((row, at) => {
    const next = rows[at + 1];
    return next && sidesOf(swapped, row)[0] !== sidesOf(swapped, next)[0];
  });
  expect(Math.abs(turns.length - 200)).toBeLessThan(40);
  expect(rows.map((row) => sidesOf(swapped, row))).toEqual(rows.map((row) => sidesOf(swapped, row)));
});

test("the better side is the field that stands there", () => {
  for (const row of rows) {
    const first = sidesOf(swapped, row)[0] === "chosen" ? "left" : "right";
    const second = first === "left" ? "right" : "left";
    expect(judgmentOf(swapped, row, first, false)).toEqual({ judgment: "accept" });
    expect(judgmentOf(swapped, row, second, false)).toEqual({
      judgment: "swap",
      fields: ["chosen", "rejected"],
    });
    const left = sidesOf(labelled, row)[0];
    expect(judgmentOf(labelled, row, "left", false)).toEqual({
      judgment: "label",
      label: left === "first" ? "A" : "B",
    });
    expect(judgmentOf(labelled, row, "tie", true)).toEqual({ judgment: "tie", keep: true });
  }
});
