import type { EChartsCoreOption } from "echarts/core";
import type { Chart } from "@/generated/Chart";
import { decimal } from "@/locales/format";
import { t } from "@/locales/t";

/** Colours of the page as the chart library needs them: resolved, not as variables. */
export interface ChartColors {
  text: string;
  muted: string;
  line: string;
  panel: string;
  /** What was found. */
  found: string;
  /** What a plan expected. */
  expected: string;
}

/**
 * Of Okabe and Ito's palette, which people with colour-blindness can tell apart: blue for what is (sky blue on dark),
 * orange for plans.
 */
export const palette = { found: "light-dark(#0072B2, #56B4E9)", expected: "#E69F00" };

/** As the page's; the library measures text itself and cannot inherit. */
export const fontFamily = "Inter Variable, system-ui, sans-serif";

/** Names longer than this are cut on the axis; the tooltip and the table have them whole. */
const longestName = 28;

/** Room that stays free around a chart in a file, in pixels. */
export interface Frame {
  top: number;
  /** Left, right and below. */
  side: number;
}

/** How the library draws a chart. Tooltips are drawn as shapes, so that text from rows can never become markup. */
export function optionsOf(
  chart: Chart,
  colors: ChartColors,
  still: boolean,
  frame?: Frame,
): EChartsCoreOption {
  const { top, side } = frame ?? { top: 0, side: 0 };
  const lying = chart.form === "bars";
  const kind = chart.form === "line" ? "line" : "bar";
  const font = { color: colors.muted, fontSize: 12, fontFamily };
  const names = {
    type: "category",
    data: chart.points.map((point) => point.label),
    inverse: lying,
    axisLine: { lineStyle: { color: colors.line } },
    axisTick: { show: false },
    axisLabel: { ...font, formatter: shorten, hideOverlap: !lying },
  };
  const values = {
    type: "value",
    splitLine: { lineStyle: { color: colors.line } },
    axisLabel: { ...font, formatter: (value: number) => decimal(value, 2) },
  };
  const across = { name: chart.x, nameLocation: "middle", nameTextStyle: font, nameGap: 28 };
  const up = { name: chart.y, nameLocation: "middle", nameTextStyle: font, nameGap: 44 };
  const expected = chart.points.some((point) => point.expected !== null);
  const series = (name: string, color: string, data: (number | null)[]) => ({
    name,
    type: kind,
    data,
    color,
    symbolSize: 6,
    barCategoryGap: chart.form === "histogram" ? "4%" : "30%",
    barMaxWidth: lying ? 18 : undefined,
    cursor: chart.points.some((point) => point.behind) ? "pointer" : "default",
    silent: frame !== undefined,
    emphasis: { disabled: true },
  });
  return {
    animation: !still,
    animationDuration: 120,
    textStyle: { fontFamily },
    grid: {
      left: side + 8,
      right: side + 24,
      top: top + (expected ? 34 : 14),
      bottom: side + 8,
      outerBoundsMode: "same",
      outerBoundsContain: "all",
      outerBoundsClampWidth: "60%",
    },
    legend: expected
      ? { top, right: side, textStyle: font, itemWidth: 14, itemHeight: 9, icon: "roundRect" }
      : undefined,
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      axisPointer: { type: kind === "line" ? "line" : "shadow" },
      backgroundColor: colors.panel,
      borderColor: colors.line,
      textStyle: { color: colors.text, fontSize: 12.5, fontFamily },
      formatter: (hovered: unknown) => tooltip(chart, hovered),
    },
    // The names of lying bars say what they are; an axis title would only repeat it.
    xAxis: lying ? { ...values, ...across } : { ...names, ...across },
    yAxis: lying ? names : { ...values, ...up },
    series: [
      series(
        t("evaluate.chart.found"),
        colors.found,
        chart.points.map((point) => point.value),
      ),
      ...(expected
        ? [
            series(
              t("evaluate.chart.expected"),
              colors.expected,
              chart.points.map((point) => point.expected),
            ),
          ]
        : []),
    ],
  };
}

function shorten(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
}

function tooltip(chart: Chart, hovered: unknown): string {
  const at = Array.isArray(hovered)
    ? (hovered[0] as { dataIndex: number } | undefined)?.dataIndex
    : undefined;
  return at === undefined ? "" : tooltipOf(chart, at);
}

function valueAxis(chart: Chart): string {
  return chart.form === "bars" ? chart.x : chart.y;
}

/** Exact figures of a point, in lines. */
export function tooltipOf(chart: Chart, at: number): string {
  const point = chart.points[at];
  if (!point) return "";
  // Braces and bars name styles in rich text.
  const lines = [point.label.replaceAll(/[{}|]/g, " ")];
  lines.push(t("evaluate.chart.value", { axis: valueAxis(chart), value: decimal(point.value, 4) }));
  if (point.expected !== null)
    lines.push(t("evaluate.chart.expectedValue", { value: decimal(point.expected, 2) }));
  if (point.behind) lines.push(t("evaluate.chart.click"));
  return lines.join("\n");
}

/** Height that a chart needs, in pixels: lying bars need a line each. */
export function heightOf(chart: Chart): number {
  if (chart.form !== "bars") return 240;
  const expected = chart.points.some((point) => point.expected !== null);
  return Math.max(150, chart.points.length * (expected ? 34 : 26) + 76);
}
