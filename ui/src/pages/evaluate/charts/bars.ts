import type { Point } from "@/generated/Point";
import { decimal, percent } from "@/locales/format";
import { t } from "@/locales/t";
import { isPercent } from "./common";
import { isPointChart, type Plotted, type PointChart } from "./forms";

/** The values of some rows, one for each label; null where they have none. */
export interface Values {
  name: string;
  values: readonly (number | null)[];
}

/** Named points of one or more datasets, aligned by their labels. */
export interface AlignedPoints {
  labels: readonly string[];
  /** The chart's own points; null where only others have the label. */
  points: readonly (Point | null)[];
  found: Values;
  /** What a plan expects, where one does. */
  expected: Values | null;
  beside: readonly Values[];
  /** Numbers of rows are drawn as shares, because the datasets differ in size. */
  shares: boolean;
  /** The values are in percent, as the axis says. */
  percents: boolean;
  /** Title of the axis of values. */
  axis: string;
}

function axisOf(chart: PointChart): string {
  return chart.form === "bars" ? chart.x : chart.y;
}

/** The name of a bin as people write it: '18', not '18–18', and with a minus sign where it begins below nought. */
function binName(label: string): string {
  return label.replace(/^([\d.,]+)–\1$/, "$1").replace(/^-(?=\d)/, "−");
}

function namedPoints(chart: PointChart): readonly Point[] {
  if (chart.form !== "histogram") return chart.points;
  return chart.points.map((point) => ({ ...point, label: binName(point.label) }));
}

/** Labels that begin with numbers have an order of their own; other charts keep to their own labels. */
function labelsOf(own: readonly string[], others: readonly string[]): readonly string[] {
  const all = [...new Set([...own, ...others])];
  if (all.length === own.length) return own;
  const starts = new Map(all.map((label) => [label, Number.parseFloat(label.replace("−", "-"))]));
  if ([...starts.values()].some(Number.isNaN)) return own;
  return all.toSorted((a, b) => (starts.get(a) ?? 0) - (starts.get(b) ?? 0));
}

export function alignPoints({ chart, name, rows, overlays }: Plotted & { chart: PointChart }): AlignedPoints {
  const others = overlays.flatMap((overlay) =>
    isPointChart(overlay.chart) ? [{ ...overlay, points: namedPoints(overlay.chart) }] : [],
  );
  const own = namedPoints(chart);
  const shares = /^rows$/i.test(axisOf(chart).trim()) && others.some((other) => other.rows !== rows);
  const scale = (value: number | null | undefined, of: number) =>
    value === null || value === undefined ? null : shares && of > 0 ? value / of : value;
  const labels =
    chart.form === "bars"
      ? own.map(({ label }) => label)
      : labelsOf(
          own.map(({ label }) => label),
          others.flatMap(({ points }) => points.map(({ label }) => label)),
        );
  const at = (points: readonly Point[]) => {
    const byLabel = new Map(points.map((point) => [point.label, point]));
    return labels.map((label) => byLabel.get(label) ?? null);
  };
  const points = at(own);
  const planned = points.some((point) => point !== null && point.expected !== null);
  return {
    labels,
    points,
    found: {
      name: others.length > 0 ? name : t("evaluate.chart.found"),
      values: points.map((point) => scale(point?.value, rows)),
    },
    expected: planned
      ? { name: t("evaluate.chart.expected"), values: points.map((point) => scale(point?.expected, rows)) }
      : null,
    beside: others.map((other) => ({
      name: other.name,
      values: at(other.points).map((point) => scale(point?.value, other.rows)),
    })),
    shares,
    percents: isPercent(axisOf(chart)),
    axis: shares ? t("evaluate.chart.shareOfRows") : axisOf(chart),
  };
}

/** A value of the aligned points, as exactly as people read it. */
export function showValue(
  value: number | null,
  { shares, percents }: Pick<AlignedPoints, "shares" | "percents">,
): string {
  if (value === null) return "–";
  if (shares) return percent(value);
  return percents ? percent(value / 100) : decimal(value, 4);
}
