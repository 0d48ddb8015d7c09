import { expect, test } from "vitest";
import {
  fitted,
  lettersOf,
  marked,
  moved,
  overlapping,
  piecesOf,
  rangeOf,
  type Selection,
  type Span,
  sameSpans,
  trimmed,
  wordsOf,
} from "./model";

const cut = (text: string, { start, end }: { start: number; end: number }) =>
  lettersOf(text).slice(start, end).join("");

test.each([
  ["Ulm an der Donau.", ["Ulm", "an", "der", "Donau", "."]],
  ["  a  b ", ["a", "b"]],
  ["🏛️ Ulm", ["🏛️", "Ulm"]],
  ["", []],
])("words of %j", (text, expected) => {
  expect(wordsOf(text).map((word) => cut(text, word))).toEqual(expected);
});

test.each([
  ["on", ["Ulm"]],
  ["on on", ["an"]],
  ["back", ["Donau"]],
  ["on back", ["Ulm"]],
  ["on grow grow", ["Ulm an der"]],
  ["on on on shrink", ["an der"]],
  ["on grow grow shrink", ["Ulm an"]],
  ["on on grow shrink shrink", ["Ulm an"]],
  ["on grow on", ["der"]],
  ["back on", ["Donau"]],
])("%s selects %j", (keys, [expected]) => {
  const text = "Ulm an der Donau";
  let selection: Selection | null = null;
  for (const key of keys.split(" ")) {
    const step = key === "on" || key === "grow" ? 1 : -1;
    selection = moved(wordsOf(text), selection, step, key === "grow" || key === "shrink");
  }
  expect(selection && cut(text, rangeOf(selection))).toBe(expected);
});

test("a text without words has nothing to select", () => {
  expect(moved([], null, 1, false)).toBeNull();
});

test.each([
  [0, 5, "Ulm"],
  [3, 5, null],
  [1, 4, "lm"],
])("from %i to %i, without spaces, %j is selected", (start, end, expected) => {
  const text = "Ulm   an";
  const range = trimmed(lettersOf(text), { start, end });
  expect(range && cut(text, range)).toBe(expected);
});

test("a span takes the place of those that it overlaps", () => {
  const letters = lettersOf("🏛️ Ulm an der Donau");
  const ulm = marked(letters, [], { start: 3, end: 6 }, "town");
  expect(ulm).toEqual([{ span: "Ulm", type: "town", start: 3, end: 6 }]);
  const both = marked(letters, ulm, { start: 14, end: 19 }, "river");
  expect(both.map(({ span }) => span)).toEqual(["Ulm", "Donau"]);
  const all = marked(letters, both, { start: 3, end: 19 }, "place");
  expect(all.map(({ span }) => span)).toEqual(["Ulm an der Donau"]);
  expect(overlapping(both)).toBeNull();
  expect(overlapping([...both, ...all])?.map(({ type }) => type)).toEqual(["town", "place"]);
});

test("spans are found again after an edit, and those that are gone are told", () => {
  const spans: Span[] = [
    { span: "Ulm", type: "town", start: 0, end: 3 },
    { span: "Donau", type: "river", start: 11, end: 16 },
  ];
  expect(fitted("Ulm an der Donau", spans)).toEqual({ spans, lost: [] });
  const moved = fitted("In Ulm an der Donau", spans);
  expect(moved.spans.map(({ start, end }) => [start, end])).toEqual([
    [3, 6],
    [14, 19],
  ]);
  expect(sameSpans(moved.spans, spans)).toBe(false);
  expect(sameSpans(spans.toReversed(), spans)).toBe(true);
  expect(fitted("Ulm am Fluss", spans).lost.map(({ span }) => span)).toEqual(["Donau"]);
  for (const value of [undefined, "Ulm", [{ span: "Ulm" }], [null]]) {
    expect(fitted("Ulm", value)).toEqual({ spans: [], lost: [] });
  }
});

test("the text is cut where something begins or ends, and nothing of it is lost", () => {
  const text = "Ulm an der Donau";
  const spans = marked(lettersOf(text), [], { start: 0, end: 3 }, "town");
  const pieces = piecesOf(lettersOf(text), spans, { start: 1, end: 6 });
  expect(
    pieces.map(({ text, spans, selected, ending }) => [text, spans.length, selected, ending.length]),
  ).toEqual([
    ["U", 1, false, 0],
    ["lm", 1, true, 1],
    [" an", 0, true, 0],
    [" der Donau", 0, false, 0],
  ]);
  expect(pieces.map((piece) => piece.text).join("")).toBe(text);
  expect(piecesOf([], [], null)).toEqual([]);
});
