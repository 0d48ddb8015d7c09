import type { EChartsCoreOption } from "echarts/core";
import type { Place } from "@/generated/Place";
import { t } from "@/locales/t";
import { groupColor, shapeOf } from "./colors";
import { commonOf, type Drawing, fontOf, plain, shorten } from "./common";
import type { ChartOf } from "./forms";

/** The places of each group, in the order of the groups. */
export function placesByGroup({ groups, places }: ChartOf<"map">): Place[][] {
  const found: Place[][] = groups.map(() => []);
  for (const place of places) found[place.group]?.push(place);
  return found;
}

/** The same map with one of its planes alone; all that draws looks at the first. */
export function onPlane(chart: ChartOf<"map">, plane: number): ChartOf<"map"> {
  return {
    ...chart,
    planes: chart.planes.slice(plane, plane + 1),
    places: chart.places.map((place) => ({ ...place, at: place.at.slice(plane, plane + 1) })),
  };
}

/** Where a row stands. */
function spotOf({ at }: Place): [number, number] {
  return at[0] ?? [0, 0];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** The names of the groups at their middles, which strays do not move. The library moves them apart, and hides those that
 * find no room. */
function nameSeries(chart: ChartOf<"map">, { colors }: Drawing) {
  return {
    type: "scatter",
    silent: true,
    // Names hang on places, which must be there to hold them.
    symbolSize: 1,
    itemStyle: { color: "transparent" },
    z: 5,
    data: placesByGroup(chart).flatMap((places, group) => {
      const spots = places.map(spotOf);
      if (spots.length === 0) return [];
      return [
        {
          name: chart.groups[group],
          value: [0, 1].map((axis) => median(spots.map((spot) => spot[axis] ?? 0))),
        },
      ];
    }),
    label: {
      show: true,
      position: "inside",
      formatter: ({ name }: { name: string }) => plain(shorten(name)),
      ...fontOf(colors),
      color: colors.text,
      fontWeight: 600,
      textBorderColor: colors.panel,
      textBorderWidth: 3,
    },
    labelLayout: { hideOverlap: true, moveOverlap: "shiftY" },
  };
}

/** Rows as places in a plane. The axes have no meaning of their own, only nearness has. */
export function mapOptions(chart: ChartOf<"map">, drawing: Drawing): EChartsCoreOption {
  const { colors, frame, selected } = drawing;
  const common = commonOf(drawing, chart.groups);
  const size = chart.places.length > 1500 ? 5 : 8;
  const axis = {
    type: "value",
    scale: true,
    axisLabel: { show: false },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLine: { show: true, onZero: false, lineStyle: { color: colors.line } },
  };
  return {
    ...common,
    legend: { ...common.legend, itemWidth: 10, itemHeight: 10 },
    // Thousands of places that glide are slower and say no more.
    animation: false,
    tooltip: {
      ...common.tooltip,
      trigger: "item",
      formatter: (hovered: unknown) => mapTooltip(chart, hovered),
    },
    xAxis: axis,
    yAxis: axis,
    dataZoom:
      frame === null
        ? [
            { type: "inside", xAxisIndex: 0, filterMode: "none", zoomOnMouseWheel: "ctrl" },
            { type: "inside", yAxisIndex: 0, filterMode: "none", zoomOnMouseWheel: "ctrl" },
          ]
        : undefined,
    brush:
      frame === null
        ? {
            toolbox: [],
            xAxisIndex: 0,
            yAxisIndex: 0,
            brushStyle: { borderWidth: 1.5, color: "transparent", borderColor: colors.text },
            inBrush: {},
            outOfBrush: { opacity: 0.2 },
          }
        : undefined,
    series: [
      ...placesByGroup(chart).map((places, group) => ({
        name: chart.groups[group],
        type: "scatter",
        color: groupColor(colors, group),
        symbol: shapeOf(group),
        symbolSize: size,
        cursor: "pointer",
        silent: frame !== null,
        itemStyle: { opacity: 0.8 },
        data: places.map((place) =>
          selected === null
            ? spotOf(place)
            : {
                value: spotOf(place),
                itemStyle: selected.has(place.row)
                  ? { opacity: 1, borderColor: colors.text, borderWidth: 1.5 }
                  : { opacity: 0.15 },
              },
        ),
      })),
      nameSeries(chart, drawing),
    ],
  };
}

function mapTooltip(chart: ChartOf<"map">, hovered: unknown): string {
  const { seriesIndex, dataIndex } = hovered as { seriesIndex: number; dataIndex: number };
  const place = placesByGroup(chart)[seriesIndex]?.[dataIndex];
  if (!place) return "";
  return [
    t("data.row.title", { row: place.row }),
    plain(chart.groups[place.group] ?? ""),
    t("evaluate.chart.clickRow"),
  ].join("\n");
}

/** A region drawn on the map, in the map's own numbers. */
export type Area =
  | { brushType: "rect"; coordRange: [[number, number], [number, number]] }
  | { brushType: "polygon"; coordRange: [number, number][] };

/** The rows whose places lie in a region. */
export function rowsWithin(places: readonly Place[], area: Area): number[] {
  return places.filter((place) => isWithin(place, area)).map(({ row }) => row);
}

function isWithin(place: Place, area: Area): boolean {
  const [x, y] = spotOf(place);
  if (area.brushType === "rect") {
    const [[left, right], [bottom, top]] = area.coordRange;
    return x >= left && x <= right && y >= bottom && y <= top;
  }
  // A ray to the right crosses the outline an odd number of times from within.
  let within = false;
  const corners = area.coordRange;
  corners.forEach(([x1, y1], at) => {
    const [x2, y2] = corners[(at + corners.length - 1) % corners.length] ?? [x1, y1];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) within = !within;
  });
  return within;
}
