import { expect, test } from "vitest";
import type { Behind } from "@/generated/Behind";
import type { Chart } from "@/generated/Chart";
import type { Filter } from "@/generated/Filter";
import type { Measure } from "@/generated/Measure";
import { filterOf } from "./behind";
import { figureWords } from "./figures";
import { heightOf, optionsOf, tooltipOf } from "./options";

const base: Measure = {
  id: "m",
  title: "M",
  meaning: "",
  value: 0.91,
  low: null,
  high: null,
  n: 500,
  unit: "share",
  encoder: null,
  note: null,
};

test.each<[Partial<Measure>, string]>([
  [{}, "91 %, n = 500"],
  [{ low: 0.88, high: 0.94 }, "91 % (88–94 %), n = 500"],
  [{ value: null, n: 0 }, "–, n = 0"],
  [{ value: -1.123, low: -1.2, high: -1, unit: "log-probability" }, "-1.12 nats (-1.2–-1 nats), n = 500"],
  [{ value: 37.44, low: 36, high: 38.83, unit: "words" }, "37.4 words (36–38.8 words), n = 500"],
  [{ value: 0.4123, unit: "score" }, "0.412, n = 500"],
  [{ value: 1234, unit: "count" }, "1,234, n = 500"],
])("figure %j reads %s", (change, expected) => expect(figureWords({ ...base, ...change })).toBe(expected));

const chart: Chart = {
  id: "c",
  dashboard: "diversity",
  title: "Title",
  form: "bars",
  x: "rows",
  y: "opening",
  points: [
    { label: "{big|The} <img src=x onerror=alert(1)>", value: 62, expected: null, behind: null },
    { label: "b", value: 1 / 3, expected: 0.5, behind: { test: "contains", column: "text", text: "b" } },
  ],
};
const colors = {
  text: "#000",
  muted: "#666",
  line: "#ddd",
  panel: "#fff",
  found: "#0072B2",
  expected: "#E69F00",
};

test("a tooltip has exact figures, and text of rows can style nothing in it", () => {
  expect(tooltipOf(chart, 0)).toBe(" big The  <img src=x onerror=alert(1)>\nrows: 62");
  expect(tooltipOf(chart, 1)).toBe("b\nrows: 0.3333\nexpected: 0.5\nclick to see the rows");
  expect(optionsOf(chart, colors, true)).toMatchObject({
    animation: false,
    tooltip: { renderMode: "richText" },
  });
});

test("what was expected stands beside what was found", () => {
  const series = (drawn: Chart) =>
    (optionsOf(drawn, colors, true).series as { data: unknown[] }[]).map((s) => s.data);
  expect(series(chart)).toEqual([
    [62, 1 / 3],
    [null, 0.5],
  ]);
  expect(series({ ...chart, points: chart.points.slice(0, 1) })).toEqual([[62]]);
});

test("lying bars get a line each", () => {
  const many = {
    ...chart,
    points: Array.from({ length: 20 }, () => chart.points[0] ?? chart.points[1]),
  } as Chart;
  expect(heightOf(many)).toBe(20 * 26 + 76);
  expect(heightOf({ ...many, form: "line" })).toBe(240);
});

test.each<[Behind, Filter]>([
  [
    { test: "is", column: "label", value: "a" },
    { column: "label", op: "is", value: "a" },
  ],
  [
    { test: "contains", column: "text", text: "a b" },
    { column: "text", op: "contains", value: "a b" },
  ],
  [
    { test: "between", column: "_words", low: 2, high: 4 },
    { column: "_words", op: "between", value: [2, 4] },
  ],
])("a bar of %j opens rows by %j", (behind, filter) => expect(filterOf(behind)).toEqual(filter));
