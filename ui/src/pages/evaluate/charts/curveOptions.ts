import type { EChartsCoreOption } from "echarts/core";
import type { Curve } from "@/generated/Curve";
import type { CurvePoint } from "@/generated/CurvePoint";
import { decimal, percent } from "@/locales/format";
import { t } from "@/locales/t";
import { intervalWords } from "../figures";
import { groupColor, shapeOf } from "./colors";
import { axisTitle, commonOf, type Drawing, isPercent, plain, valueAxis } from "./common";
import type { ChartOf, Plotted } from "./forms";

/** A curve as it is drawn: those of other rows are dashed, in the colour of the one that they stand beside. */
export interface DrawnCurve extends Curve {
  beside: boolean;
  /** Place of its colour and shape. */
  look: number;
}

export function drawnCurves({ chart, overlays }: Plotted & { chart: ChartOf<"curves"> }): DrawnCurve[] {
  const own = chart.curves.map((curve, look) => ({ ...curve, beside: false, look }));
  const others = overlays.flatMap(({ name, chart: other }) =>
    other.form !== "curves"
      ? []
      : other.curves.map((curve, at) => {
          const same = chart.curves.findIndex((mine) => mine.name === curve.name);
          return {
            ...curve,
            name: t("evaluate.chart.curveOf", { curve: curve.name, rows: name }),
            beside: true,
            look: same >= 0 ? same : chart.curves.length + at,
          };
        }),
  );
  return [...own, ...others];
}

/** '0.82 (0.79–0.85)', or '82 % (79–85 %)' on an axis in percent. */
export function curveFigure({ y, low, high }: CurvePoint, axis: string): string {
  if (isPercent(axis)) {
    const interval = intervalWords({ low: low && low / 100, high: high && high / 100, unit: "share" });
    return interval === null ? percent(y / 100) : `${percent(y / 100)} (${interval})`;
  }
  if (low === null || high === null) return decimal(y, 4);
  return t("evaluate.chart.within", {
    value: decimal(y, 4),
    low: decimal(low, 4),
    high: decimal(high, 4),
  });
}

/** The part of a curve's points that have an interval, as the outline of a band: along its top and back. */
export function bandOf(points: readonly CurvePoint[]): [number, number][] {
  const known = points.flatMap(({ x, low, high }) =>
    low === null || high === null ? [] : [{ x, low, high }],
  );
  if (known.length < 2) return [];
  return [
    ...known.map(({ x, high }): [number, number] => [x, high]),
    ...known.toReversed().map(({ x, low }): [number, number] => [x, low]),
  ];
}

/** What the library hands to a form that is drawn by hand. */
interface Canvas {
  coord: (at: [number, number]) => [number, number];
}

/** Lines over numbers with their 95 % intervals as bands. */
export function curveOptions(
  plotted: Plotted & { chart: ChartOf<"curves"> },
  drawing: Drawing,
): EChartsCoreOption {
  const { chart } = plotted;
  const { colors } = drawing;
  const curves = drawnCurves(plotted);
  const drawn = curves.flatMap(({ points }) => points);
  const common = commonOf(
    drawing,
    curves.map(({ name }) => name),
  );
  const lines = curves.map(({ name, points, beside, look }) => ({
    name,
    type: "line",
    data: points.map(({ x, y }) => [x, y]),
    color: groupColor(colors, look),
    symbol: shapeOf(look),
    symbolSize: 8,
    lineStyle: { width: 2, type: beside ? "dashed" : "solid" },
    itemStyle: beside ? { color: colors.panel, borderColor: groupColor(colors, look), borderWidth: 1.5 } : {},
    z: 3,
    emphasis: { disabled: true },
    cursor: !beside && points.some(({ behind }) => behind) ? "pointer" : "default",
    silent: drawing.frame !== null,
  }));
  const bands = curves.flatMap(({ points, beside, look }) => {
    const outline = bandOf(points);
    if (outline.length === 0) return [];
    return [
      {
        type: "custom",
        silent: true,
        z: 2,
        tooltip: { show: false },
        // One item draws the band; the others make the axes reach over it.
        data: outline,
        encode: { x: 0, y: 1 },
        renderItem: ({ dataIndex }: { dataIndex: number }, { coord }: Canvas) =>
          dataIndex > 0
            ? null
            : {
                type: "polygon",
                shape: { points: outline.map(coord) },
                style: { fill: groupColor(colors, look), opacity: beside ? 0.08 : 0.18 },
              },
      },
    ];
  });
  return {
    ...common,
    legend: { ...common.legend, data: curves.map(({ name }) => name) },
    tooltip: {
      ...common.tooltip,
      trigger: "axis",
      formatter: (hovered: unknown) => curveTooltip(chart, curves, hovered),
    },
    xAxis: {
      ...valueAxis(
        colors,
        drawn.map(({ x }) => x),
        (value) => decimal(value, 2),
      ),
      ...axisTitle(colors, chart.x, 28),
      scale: true,
      splitLine: { show: false },
      axisLine: { show: true, onZero: false, lineStyle: { color: colors.line } },
    },
    yAxis: {
      ...valueAxis(
        colors,
        drawn.flatMap(({ y, low, high }) => [y, low, high]),
        (value) => decimal(value, 3),
      ),
      ...axisTitle(colors, chart.y, 48),
      scale: true,
    },
    series: [...lines, ...bands],
  };
}

/** Exact figures of the points under the pointer, in lines. */
export function curveTooltip(
  chart: ChartOf<"curves">,
  curves: readonly DrawnCurve[],
  hovered: unknown,
): string {
  const found = (Array.isArray(hovered) ? hovered : []).flatMap(
    ({ seriesIndex, dataIndex }: { seriesIndex: number; dataIndex: number }) => {
      const curve = curves[seriesIndex];
      const point = curve?.points[dataIndex];
      return curve && point ? [{ curve, point }] : [];
    },
  );
  const first = found[0];
  if (!first) return "";
  return [
    t("evaluate.chart.value", { axis: plain(chart.x), value: decimal(first.point.x, 4) }),
    ...found.map(({ curve, point }) =>
      t("evaluate.chart.value", { axis: plain(curve.name), value: curveFigure(point, chart.y) }),
    ),
    ...(found.some(({ curve, point }) => !curve.beside && point.behind)
      ? [t("evaluate.chart.clickPoint")]
      : []),
  ].join("\n");
}
