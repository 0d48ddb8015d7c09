import type { EChartsCoreOption } from "echarts/core";
import type { Cell } from "@/generated/Cell";
import { decimal } from "@/locales/format";
import { t } from "@/locales/t";
import type { ChartColors } from "./colors";
import { axisTitle, commonOf, type Drawing, fontFamily, fontOf, plain, shorten } from "./common";
import type { ChartOf } from "./forms";

/** Widest column in pixels at which names on top still stand upright beside each other. */
const roomForNames = 9;

/** How strongly a cell is shaded, from 0 to 1, and in which of two colours. */
export interface Shade {
  color: "found" | "expected";
  strength: number;
}

/**
 * Where a plan says how many, the shade says how far from it: blue for more, orange for fewer, none for as planned.
 * Elsewhere it says how much.
 */
export function shadeOf(cell: Cell, largest: number): Shade {
  if (cell.expected === null) {
    return { color: "found", strength: largest > 0 ? Math.max(0, cell.value) / largest : 0 };
  }
  const difference = cell.value - cell.expected;
  const whole = Math.max(cell.expected, 1);
  return {
    color: difference >= 0 ? "found" : "expected",
    strength: Math.min(1, Math.abs(difference) / whole),
  };
}

/** '12', or '12 of 15' where 15 were planned. */
export function cellWords(cell: Cell): string {
  const found = decimal(cell.value, 2);
  return cell.expected === null
    ? found
    : t("evaluate.chart.foundOf", { found, expected: decimal(cell.expected, cell.expected < 10 ? 1 : 0) });
}

interface Canvas {
  coord: (at: [number, number]) => [number, number];
  size: (span: [number, number]) => [number, number];
}

/** A table whose cells are shaded by their number. */
export function gridOptions(chart: ChartOf<"grid">, drawing: Drawing): EChartsCoreOption {
  const { colors, frame } = drawing;
  const largest = Math.max(0, ...chart.cells.map(({ value }) => value));
  const crowded = chart.columns.length > roomForNames;
  const common = commonOf(drawing, []);
  const heading = common.grid.top;
  const names = (data: readonly string[]) => ({
    type: "category",
    data,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { ...fontOf(colors), formatter: shorten },
  });
  const x = names(chart.columns);
  return {
    ...common,
    grid: { ...common.grid, top: heading + 20 },
    // What the rows are stands above their names, from the edge of the chart: as the axis' own name it would push the
    // cells aside by its length.
    title: {
      text: chart.y,
      left: common.grid.left,
      top: heading - 2,
      padding: 0,
      textStyle: { ...fontOf(colors), fontWeight: "normal" },
    },
    tooltip: {
      ...common.tooltip,
      trigger: "item",
      formatter: (hovered: unknown) => gridTooltip(chart, (hovered as { dataIndex: number }).dataIndex),
    },
    xAxis: {
      ...x,
      ...axisTitle(colors, chart.x, crowded ? 60 : 26),
      axisLabel: { ...x.axisLabel, interval: 0, rotate: crowded ? 40 : 0, hideOverlap: !crowded },
    },
    yAxis: { ...names(chart.rows), inverse: true },
    series: [
      {
        type: "custom",
        data: chart.cells.map(({ column, row }) => [column, row]),
        encode: { x: 0, y: 1 },
        cursor: chart.cells.some(({ behind }) => behind.length > 0) ? "pointer" : "default",
        silent: frame !== null,
        renderItem: ({ dataIndex }: { dataIndex: number }, canvas: Canvas) => {
          const cell = chart.cells[dataIndex];
          return cell ? drawCell(cell, shadeOf(cell, largest), colors, canvas) : null;
        },
      },
    ],
  };
}

function drawCell(cell: Cell, { color, strength }: Shade, colors: ChartColors, { coord, size }: Canvas) {
  const [x, y] = coord([cell.column, cell.row]);
  const [width, height] = size([1, 1]);
  const words = width >= 64 ? cellWords(cell) : decimal(cell.value, 2);
  return {
    type: "group",
    children: [
      {
        type: "rect",
        shape: { x: x - width / 2 + 1, y: y - height / 2 + 1, width: width - 2, height: height - 2, r: 3 },
        // At most a half, so that the number reads on it in both themes.
        style: { fill: colors[color], opacity: 0.06 + 0.44 * strength },
      },
      {
        type: "text",
        silent: true,
        style: {
          text: width < 24 ? "" : words,
          x,
          y,
          align: "center",
          verticalAlign: "middle",
          fill: colors.text,
          fontSize: 12,
          fontFamily,
        },
      },
    ],
  };
}

/** Exact figures of a cell, in lines. */
export function gridTooltip(chart: ChartOf<"grid">, at: number): string {
  const cell = chart.cells[at];
  if (!cell) return "";
  const place = `${plain(chart.rows[cell.row] ?? "")} · ${plain(chart.columns[cell.column] ?? "")}`;
  return [
    place,
    t("evaluate.chart.value", { axis: t("evaluate.chart.foundCell"), value: decimal(cell.value, 4) }),
    ...(cell.expected === null
      ? []
      : [
          t("evaluate.chart.value", {
            axis: t("evaluate.chart.expected"),
            value: decimal(cell.expected, 2),
          }),
        ]),
    ...(cell.behind.length > 0 ? [t("evaluate.chart.click")] : []),
  ].join("\n");
}
