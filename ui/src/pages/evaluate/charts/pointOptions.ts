import type { EChartsCoreOption } from "echarts/core";
import { decimal, percent } from "@/locales/format";
import { t } from "@/locales/t";
import { type AlignedPoints, alignPoints, showValue, type Values } from "./bars";
import { groupColor, shapeOf, strokeOf } from "./colors";
import { axisTitle, commonOf, type Drawing, fontOf, plain, shorten, valueAxis } from "./common";
import type { Plotted, PointChart } from "./forms";

/** Histograms, lying bars, and lines through named points. */
export function pointOptions(plotted: Plotted & { chart: PointChart }, drawing: Drawing): EChartsCoreOption {
  const { chart } = plotted;
  const { colors, frame } = drawing;
  const aligned = alignPoints(plotted);
  const lying = chart.form === "bars";
  const kind = chart.form === "line" ? "line" : "bar";
  const names = {
    type: "category",
    data: aligned.labels,
    inverse: lying,
    axisLine: { lineStyle: { color: colors.line } },
    axisTick: { show: false },
    axisLabel: { ...fontOf(colors), formatter: shorten, hideOverlap: !lying },
  };
  // What a plan expects need not be whole.
  const drawn = [aligned.found, ...aligned.beside].flatMap(({ values }) => values);
  const values = valueAxis(colors, drawn, (value) => (aligned.shares ? percent(value) : decimal(value, 2)));
  const clickable = aligned.points.some((point) => point?.behind);
  const series = ({ name, values: data }: Values, color: string, at: number) => ({
    name,
    type: kind,
    data,
    color,
    symbol: shapeOf(at),
    symbolSize: 7,
    lineStyle: { type: strokeOf(at) },
    barCategoryGap: chart.form === "histogram" && aligned.beside.length === 0 ? "4%" : "30%",
    barMaxWidth: lying ? 18 : undefined,
    cursor: clickable ? "pointer" : "default",
    silent: frame !== null,
    emphasis: { disabled: true },
  });
  const shown = [aligned.found, ...(aligned.expected ? [aligned.expected] : []), ...aligned.beside];
  const common = commonOf(drawing, shown.length > 1 ? shown.map(({ name }) => name) : []);
  return {
    ...common,
    tooltip: {
      ...common.tooltip,
      trigger: "axis",
      axisPointer: { type: kind === "line" ? "line" : "shadow" },
      formatter: (hovered: unknown) => tooltipAt(aligned, indexOf(hovered)),
    },
    // The names of lying bars say what they are; an axis title would only repeat it.
    xAxis: lying
      ? { ...values, ...axisTitle(colors, aligned.axis, 28) }
      : { ...names, ...axisTitle(colors, chart.x, 28) },
    yAxis: lying ? names : { ...values, ...axisTitle(colors, aligned.axis, 44) },
    series: [
      series(aligned.found, colors.found, 0),
      ...(aligned.expected ? [series(aligned.expected, colors.expected, 1)] : []),
      ...aligned.beside.map((other, at) => series(other, groupColor(colors, at + 2), at + 2)),
    ],
  };
}

function indexOf(hovered: unknown): number {
  return Array.isArray(hovered) ? ((hovered[0] as { dataIndex?: number } | undefined)?.dataIndex ?? -1) : -1;
}

/** Exact figures of a point, in lines. */
export function tooltipAt(aligned: AlignedPoints, at: number): string {
  const label = aligned.labels[at];
  if (label === undefined) return "";
  const alone = aligned.beside.length === 0;
  const line = ({ name, values }: Values) =>
    t("evaluate.chart.value", { axis: plain(name), value: showValue(values[at] ?? null, aligned) });
  return [
    plain(label),
    line(alone ? { ...aligned.found, name: aligned.axis } : aligned.found),
    ...(aligned.expected && aligned.expected.values[at] !== null ? [line(aligned.expected)] : []),
    ...aligned.beside.map(line),
    ...(aligned.points[at]?.behind ? [t("evaluate.chart.click")] : []),
  ].join("\n");
}
