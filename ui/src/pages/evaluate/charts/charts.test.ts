import { expect, test } from "vitest";
import type { Behind } from "@/generated/Behind";
import type { Chart } from "@/generated/Chart";
import type { Filter } from "@/generated/Filter";
import { chartsOf } from "@/platform/fixture/charts";
import { filterOf, selectGroup, selectionAt } from "../rows/selection";
import { alignPoints, showValue } from "./bars";
import type { Drawing } from "./common";
import { bandOf, curveFigure, curveTooltip, drawnCurves } from "./curveOptions";
import { type ChartOf, heightOf, overlaysOf, type Plotted, type PointChart } from "./forms";
import { cellWords, gridTooltip, shadeOf } from "./gridOptions";
import { zoomed } from "./MapTools";
import { type Area, onPlane, rowsWithin } from "./mapOptions";
import { optionsOf } from "./options";
import { tooltipAt } from "./pointOptions";

const bars: ChartOf<"bars"> = {
  id: "c",
  dashboard: "diversity",
  title: "Title",
  form: "bars",
  x: "rows",
  y: "opening",
  points: [
    { label: "{big|The} <img src=x onerror=alert(1)>", value: 62, expected: null, behind: null },
    { label: "b", value: 1 / 3, expected: 0.5, behind: { test: "rows", rows: [1] } },
  ],
};
const colors = {
  text: "#000",
  muted: "#666",
  line: "#ddd",
  panel: "#fff",
  found: "#0072B2",
  expected: "#E69F00",
  groups: ["#0072B2", "#D55E00", "#009E73"],
};
const drawing: Drawing = { colors, still: true, frame: null, selected: null };

function plotted<C extends Chart>(chart: C, part: Partial<Plotted> = {}): Plotted & { chart: C } {
  return { name: "Run 2", rows: 500, overlays: [], ...part, chart };
}
function sample<F extends Chart["form"]>(form: F): ChartOf<F> {
  return chartsOf(500, 2).find((chart) => chart.form === form) as ChartOf<F>;
}

test("a tooltip has exact figures, and text of rows can style nothing in it", () => {
  const aligned = alignPoints(plotted(bars));
  expect(tooltipAt(aligned, 0)).toBe(" big The  <img src=x onerror=alert(1)>\nrows: 62");
  expect(tooltipAt(aligned, 1)).toBe("b\nrows: 0.3333\nexpected: 0.5\nclick to see the rows");
});

test.each(chartsOf(500, 2).map((chart) => [chart.form, chart] as const))(
  "tooltips of form %s are rich text, and nothing moves where it should not",
  (_form, chart) =>
    expect(optionsOf(plotted(chart), drawing)).toMatchObject({
      animation: false,
      tooltip: { renderMode: "richText" },
    }),
);

test("what was expected stands beside what was found", () => {
  const series = (chart: Chart) =>
    (optionsOf(plotted(chart), drawing).series as { data: unknown[] }[]).map(({ data }) => data);
  expect(series(bars)).toEqual([
    [62, 1 / 3],
    [null, 0.5],
  ]);
  expect(series({ ...bars, points: bars.points.slice(0, 1) })).toEqual([[62]]);
});

const histogram = (labels: Record<string, number>): PointChart => ({
  ...bars,
  form: "histogram",
  x: "Length in words",
  y: "Rows",
  points: Object.entries(labels).map(([label, value]) => ({ label, value, expected: null, behind: null })),
});

test("other rows are laid over by label, as shares where their number differs", () => {
  const own = histogram({ "0–9": 100, "20–29": 400 });
  const chart = histogram({ "10–19": 30, "20–29": 70 });
  const overlays = [{ name: "Real rows", rows: 100, chart }];
  const aligned = alignPoints(plotted(own, { overlays }));
  expect(aligned.labels).toEqual(["0–9", "10–19", "20–29"]);
  expect(aligned.found).toEqual({ name: "Run 2", values: [0.2, null, 0.8] });
  expect(aligned.beside).toEqual([{ name: "Real rows", values: [null, 0.3, 0.7] }]);
  expect(aligned.axis).toBe("share of rows");
  expect(tooltipAt(aligned, 2)).toBe("20–29\nRun 2: 80 %\nReal rows: 70 %");
  const same = alignPoints(plotted(own, { overlays: [{ name: "Run 1", rows: 500, chart }] }));
  expect([same.shares, same.beside[0]?.values]).toEqual([false, [null, 30, 70]]);
});

test("a bin of a single number is named by it, wherever its name stands", () => {
  const rows: Behind = { test: "rows", rows: [1] };
  const own = histogram({ "18–18": 3, "19–19": 1 });
  const chart = { ...own, points: own.points.map((point) => ({ ...point, behind: rows })) };
  const overlays = [{ name: "Run 1", rows: 500, chart: histogram({ "17–17": 2, "18–18": 4 }) }];
  const aligned = alignPoints(plotted(chart, { overlays }));
  expect(aligned.labels).toEqual(["17", "18", "19"]);
  expect(aligned.beside[0]?.values).toEqual([2, 4, null]);
  expect(tooltipAt(aligned, 1)).toContain("18\n");
  expect(selectionAt(plotted(chart), 0, 0)).toEqual({ title: "18", behind: [rows] });
  expect(alignPoints(plotted(histogram({ "8–18": 1, "1–11": 1 }))).labels).toEqual(["8–18", "1–11"]);
});

test("a bin below nought has a minus sign", () => {
  const aligned = alignPoints(plotted(histogram({ "-1.50": 3, "-1.00": 1 })));
  expect(aligned.labels).toEqual(["−1.50", "−1.00"]);
});

test("what is in percent is shown as elsewhere", () => {
  const chart: Chart = {
    ...bars,
    x: "Rows that keep to it in % (click for the others)",
    points: [{ label: "length", value: 82.9268, expected: null, behind: null }],
  };
  const aligned = alignPoints(plotted(chart as PointChart));
  expect(tooltipAt(aligned, 0)).toMatch(/: 83 %$/);
  expect(showValue(82.9268, aligned)).toBe("83 %");
  const point = { x: 7, y: 82.9268, low: 79.1234, high: 85.3, behind: null };
  expect(curveFigure(point, "Rows in %")).toBe("83 % (79–85 %)");
  expect(curveFigure({ ...point, low: null }, "Rows in %")).toBe("83 %");
});

test("lying bars keep to their own names, and figures that are no numbers of rows stay as they are", () => {
  const chart: Chart = { ...bars, x: "F1", points: bars.points.slice(1) };
  const overlays = [{ name: "Run 1", rows: 9, chart: { ...bars, x: "F1" } as Chart }];
  const aligned = alignPoints(plotted(chart as PointChart, { overlays }));
  expect([aligned.labels, aligned.shares, aligned.beside[0]?.values]).toEqual([["b"], false, [1 / 3]]);
});

test("only charts of the same id and form are laid over", () => {
  const beside = [{ name: "Real rows", rows: 9, measures: [], charts: [{ ...bars, id: "other" }, bars] }];
  expect(overlaysOf(bars, beside)).toEqual([{ name: "Real rows", rows: 9, chart: bars }]);
  expect(overlaysOf(histogram({}), beside)).toEqual([]);
});

test("a band goes along the upper ends and back along the lower ones", () => {
  const at = (x: number, low: number | null, high: number | null) => ({ x, y: x, low, high, behind: null });
  expect(bandOf([at(1, 0, 2), at(2, null, null), at(3, 1, 5)])).toEqual([
    [1, 2],
    [3, 5],
    [3, 1],
    [1, 0],
  ]);
  expect(bandOf([at(1, 0, 2), at(2, null, null)])).toEqual([]);
});

test("curves of other rows have the look of those that they stand beside, and their name", () => {
  const chart = sample("curves");
  const other = { ...chart, curves: chart.curves.slice(1, 2) };
  const drawn = drawnCurves(plotted(chart, { overlays: [{ name: "Run 1", rows: 9, chart: other }] }));
  expect(drawn.at(-1)).toMatchObject({ name: "synthetic rows, Run 1", beside: true, look: 1 });
  const point = { x: 25, y: 0.5, low: 0.4, high: 0.6, behind: null };
  const curves = [{ name: "{a|b}", points: [point], beside: false, look: 0 }];
  expect(
    curveTooltip(chart, curves, [
      { seriesIndex: 0, dataIndex: 0 },
      { seriesIndex: 7, dataIndex: 0 },
    ]),
  ).toBe("rows learned from: 25\n a b : 0.5 (0.4–0.6)");
});

test.each([
  [{ value: 5, expected: null }, { color: "found", strength: 0.5 }, "5"],
  [{ value: 15, expected: 10 }, { color: "found", strength: 0.5 }, "15 of 10"],
  [{ value: 5, expected: 10 }, { color: "expected", strength: 0.5 }, "5 of 10"],
  [{ value: 50, expected: 10 }, { color: "found", strength: 1 }, "50 of 10"],
  [{ value: 0, expected: 0 }, { color: "found", strength: 0 }, "0 of 0"],
])("a cell of %j is shaded %j and reads %s", (part, shade, words) => {
  const cell = { column: 0, row: 0, behind: [], ...part };
  expect(shadeOf(cell, 10)).toEqual(shade);
  expect(cellWords(cell)).toBe(words);
});

test("a cell's tooltip names its row and column", () => {
  expect(gridTooltip(sample("grid"), 2)).toBe("negative · positive\nfound: 27\nclick to see the rows");
});

const square: Area = {
  brushType: "rect",
  coordRange: [
    [0, 2],
    [0, 2],
  ],
};
const triangle: Area = {
  brushType: "polygon",
  coordRange: [
    [0, 0],
    [4, 0],
    [0, 4],
  ],
};
test.each([
  [square, [0, 1]],
  [triangle, [0, 2]],
])("rows within %j", (area, expected) => {
  const places = [
    [1, 1],
    [2, 2],
    [0.5, 3],
    [3, 3],
    [-1, 1],
  ].map(([x = 0, y = 0], row) => ({ at: [[x, y] as [number, number]], group: 0, row }));
  // The corner of a box is within it; that of a triangle's long side is not.
  expect(rowsWithin(places, area)).toEqual(expected);
});

test.each([
  [{ start: 0, end: 100 }, 2, { start: 25, end: 75 }],
  [{ start: 80, end: 100 }, 0.5, { start: 60, end: 100 }],
  [{ start: 40, end: 60 }, null, { start: 0, end: 100 }],
  [{ start: 49, end: 51 }, 10, { start: 49, end: 51 }],
])("the span %j zoomed by %s is %j", (span, by, expected) => expect(zoomed(span, by)).toEqual(expected));

test("rows that are picked out stand forth on the map", () => {
  const chart = sample("map");
  const row = chart.places.find(({ group }) => group === 0)?.row ?? -1;
  const series = optionsOf(plotted(chart), { ...drawing, selected: new Set([row]) }).series as {
    data: { itemStyle?: { opacity: number } }[];
  }[];
  const strong = series.flatMap(({ data }) => data).filter(({ itemStyle }) => itemStyle?.opacity === 1);
  expect(strong).toHaveLength(1);
});

test("a plane of a map is drawn alone, with each group named at its middle", () => {
  const chart = onPlane(sample("map"), 1);
  expect(chart.planes.map(({ name }) => name)).toEqual(["Main axes"]);
  const series = optionsOf(plotted(chart), drawing).series as {
    data: { name: string; value: [number, number] }[];
  }[];
  const names = series.at(-1)?.data ?? [];
  expect(names.map(({ name }) => name)).toEqual(chart.groups);
  const across = chart.places.filter(({ group }) => group === 0).map(({ at }) => at[0]?.[0] ?? 0);
  const less = across.filter((x) => x < (names[0]?.value[0] ?? 0));
  expect(less.length).toBe(Math.floor(across.length / 2));
});

test("what a click picks out", () => {
  const map = sample("map");
  const first = map.places.find(({ group }) => group === 1);
  expect(selectionAt(plotted(map), 1, 0)).toEqual({
    title: `Row ${first?.row}`,
    behind: [{ test: "rows", rows: [first?.row] }],
  });
  expect(selectGroup(map, 1)?.title).toBe(map.groups[1]);
  const curves = sample("curves");
  expect(selectionAt(plotted(curves), 0, 0)).toBeNull();
  const behind = { test: "rows" as const, rows: [4, 7] };
  const point = { x: 12.5, y: 0.5, low: null, high: null, behind };
  const led = { ...curves, x: "Length in words", curves: [{ name: "These rows", points: [point] }] };
  const beside = plotted(led, { overlays: [{ name: "Run 1", rows: 9, chart: led }] });
  expect(selectionAt(beside, 0, 0)).toEqual({ title: "Length in words 12.5 (These rows)", behind: [behind] });
  expect(selectionAt(beside, 1, 0), "rows of another run are not in this table").toBeNull();
  expect(curveTooltip(led, drawnCurves(beside), [{ seriesIndex: 0, dataIndex: 0 }])).toContain(
    "click the point to see the rows",
  );
  expect(selectionAt(plotted(bars), 0, 0)).toBeNull();
  expect(selectionAt(plotted(bars), 0, 1)).toEqual({ title: "b", behind: [bars.points[1]?.behind] });
  const grid = chartsOf(500, 2).find(({ id }) => id === "grid") as ChartOf<"grid">;
  expect(selectionAt(plotted(grid), 0, 1)).toEqual({
    title: "diary · acting",
    behind: [
      { test: "is", column: "style", value: "diary" },
      { test: "is", column: "aspect", value: "acting" },
    ],
  });
});

test("lying bars and grids get a line each, and more where others stand beside", () => {
  const many: Chart = { ...bars, points: Array.from({ length: 20 }, () => ({ ...bars.points[0] })) } as Chart;
  expect(heightOf(plotted(many))).toBe(20 * 26 + 76);
  expect(heightOf(plotted(many, { overlays: [{ name: "Real rows", rows: 9, chart: bars }] }))).toBe(
    20 * 34 + 76,
  );
  expect(heightOf(plotted(sample("line")))).toBe(240);
});

test.each<[Behind, Filter]>([
  [
    { test: "is", column: "label", value: "a" },
    { column: "label", op: "is", value: "a" },
  ],
  [
    { test: "rows", rows: [3, 8] },
    { column: "_row", op: "one-of", value: [3, 8] },
  ],
])("a part of %j opens rows by %j", (behind, filter) => expect(filterOf(behind)).toEqual(filter));
