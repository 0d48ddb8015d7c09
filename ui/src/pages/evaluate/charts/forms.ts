import type { Beside } from "@/generated/Beside";
import type { Chart } from "@/generated/Chart";

export type Form = Chart["form"];

/** A chart of one form or some. */
export type ChartOf<F extends Form> = Extract<Chart, { form: F }>;

/** A chart made of named points. */
export type PointChart = ChartOf<"histogram" | "bars" | "line">;

export function isPointChart(chart: Chart): chart is PointChart {
  return chart.form === "histogram" || chart.form === "bars" || chart.form === "line";
}

/** The same chart of other rows. */
export interface Overlay {
  name: string;
  rows: number;
  chart: Chart;
}

/** A chart with whose rows it is about, and the same charts of other rows. */
export interface Plotted {
  chart: Chart;
  /** What the rows are, such as 'Run 2'. */
  name: string;
  rows: number;
  overlays: readonly Overlay[];
}

/** The charts of other rows that can be laid over one: those with its id and form. */
export function overlaysOf(chart: Chart, beside: readonly Beside[]): Overlay[] {
  return beside.flatMap(({ name, rows, charts }) => {
    const same = charts.find((other) => other.id === chart.id && other.form === chart.form);
    return same ? [{ name, rows, chart: same }] : [];
  });
}

/** Height that a chart needs, in pixels: lying bars and grids need a line each. */
export function heightOf({ chart, overlays }: Plotted): number {
  switch (chart.form) {
    case "bars": {
      const planned = chart.points.some((point) => point.expected !== null) ? 1 : 0;
      const line = 26 + 8 * (planned + overlays.length);
      return Math.max(150, chart.points.length * line + 76);
    }
    case "grid":
      return chart.rows.length * 36 + 96;
    case "map":
      return 440;
    case "curves":
      return 280;
    default:
      return 240;
  }
}

/** Whether a chart is made of parts that rows can stand behind, and none stand behind any. */
export function hasNoRows(chart: Chart): boolean {
  if (isPointChart(chart)) return chart.points.every(({ behind }) => behind === null);
  if (chart.form === "curves")
    return chart.curves.every(({ points }) => points.every(({ behind }) => !behind));
  return chart.form === "grid" && chart.cells.every(({ behind }) => behind.length === 0);
}

/** More columns than half the width of the page has room for. */
const manyColumns = 6;

/** Whether a chart takes the whole width of the page. */
export function isWide(chart: Chart): boolean {
  return chart.form === "map" || (chart.form === "grid" && chart.columns.length > manyColumns);
}

/** Height of the tools above a map, with the room below them. */
const toolsHeight = 38;

/** Room that is kept while a chart comes, so that nothing moves when it is there. */
export function roomFor(plotted: Plotted): number {
  return heightOf(plotted) + (plotted.chart.form === "map" ? toolsHeight : 0);
}
