import { expect, test, vi } from "vitest";
import type { Chart } from "@/generated/Chart";
import type { Drawing } from "./common";
import { init } from "./drawing";
import { type ChartOf, heightOf, isWide, type Plotted } from "./forms";
import { optionsOf } from "./options";

// Without a canvas the chart library takes the widths of letters from a table.
vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);

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

const long = "the answer of a customer who has waited";
const names = (many: number, name: string) => Array.from({ length: many }, (_, at) => `${name} ${at}`);

function grid(part: Partial<ChartOf<"grid">>): ChartOf<"grid"> {
  const { columns, rows } = { columns: names(5, "c"), rows: names(4, "r"), ...part };
  return {
    id: "grid",
    dashboard: "diversity",
    title: "Title",
    form: "grid",
    x: "Occurrences",
    y: "Size",
    columns,
    rows,
    cells: rows.flatMap((_, row) =>
      columns.map((_, column) => ({ column, row, value: 1234, expected: null, behind: [] })),
    ),
    ...part,
  };
}

/** The drawing of a chart on a card of a width, as the window makes it. */
function draw<T>(chart: Chart, width: number, read: (plot: ReturnType<typeof init>) => T): T {
  const plotted: Plotted = { chart, name: "Run 1", rows: 1, overlays: [] };
  const plot = init(null, null, { renderer: "svg", ssr: true, width, height: heightOf(plotted) });
  try {
    plot.setOption(optionsOf(plotted, drawing));
    return read(plot);
  } finally {
    plot.dispose();
  }
}

/** The texts of a chart on a card in two columns. */
const textsOf = (chart: Chart) => {
  const svg = draw(chart, 440, (plot) => plot.renderToSVGString());
  return [...new DOMParser().parseFromString(svg, "image/svg+xml").querySelectorAll("text")];
};

const grids = {
  "short names": grid({}),
  "a long name of the rows": grid({ y: "Distinct sequences of so many words" }),
  "a long name of the columns": grid({ x: `${long} and is told to wait again`, rows: names(4, long) }),
  "long names of few rows and columns": grid({ columns: names(2, long), rows: names(2, long), y: long }),
  "long names of many rows and columns": grid({ columns: names(20, long), rows: names(20, long), y: long }),
};

/** Widths of its card: from half of a small window beside a panel to all of a large one. */
const cardsOf = (chart: Chart) => (isWide(chart) ? [700, 900] : [330, 400, 440, 560, 900]);

test.each(
  Object.entries(grids).flatMap(([what, chart]) =>
    cardsOf(chart).map((width) => [what, width, chart] as const),
  ),
)("the cells of a grid with %s lie within a card %i pixels wide", (_what, width, chart) => {
  if (isWide(chart) && width < 700) return;
  const [left, right] = draw(chart, width, (plot) => {
    const across = (column: number) => plot.convertToPixel({ seriesIndex: 0 }, [column, 0])[0] ?? Number.NaN;
    const half = (across(1) - across(0)) / 2;
    return [across(0) - half, across(chart.columns.length - 1) + half];
  });
  expect(left).toBeGreaterThan(0);
  expect(right).toBeLessThanOrEqual(width);
  // The names have at most what they need at their longest; the rest is for the cells.
  expect((right ?? 0) - (left ?? 0)).toBeGreaterThan(width - 260);
});

test("what the rows of a grid are stands above their names, at the edge of the card", () => {
  const texts = textsOf(grids["a long name of the rows"]);
  const heading = texts.find(({ textContent }) => textContent === "Distinct sequences of so many words");
  expect(heading?.getAttribute("transform")).toMatch(/^translate\(8 /);
});

const bars = (form: "bars" | "histogram", values: readonly number[]): Chart => ({
  ...grid({}),
  form,
  points: values.map((value, at) => ({ label: `value ${at}`, value, expected: 0.5, behind: null })),
});

const ticksOf = (chart: Chart) => textsOf(chart).map(({ textContent }) => textContent ?? "");

test.each(["bars", "histogram"] as const)(
  "an axis of counts has no ticks between whole numbers in %s",
  (form) => {
    const numbers = (values: readonly number[]) =>
      ticksOf(bars(form, values)).filter((text) => Number(text) >= 0);
    expect(numbers([1])).toEqual(["0", "1"]);
    expect(numbers([0.8, 1])).toContain("0.2");
  },
);

test("curves over few rows have ticks at whole numbers of rows", () => {
  const point = (x: number) => ({ x, y: x / 4, low: null, high: null, behind: null });
  const curves = [{ name: "all", points: [point(2), point(3)] }];
  const texts = ticksOf({ ...grid({}), form: "curves", curves });
  expect(texts.filter((text) => /^2\.\d$/.test(text))).toEqual([]);
  expect(texts).toContain("0.6");
});
