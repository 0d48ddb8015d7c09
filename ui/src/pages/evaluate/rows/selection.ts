import type { Behind } from "@/generated/Behind";
import type { Chart } from "@/generated/Chart";
import type { CurvePoint } from "@/generated/CurvePoint";
import type { Filter } from "@/generated/Filter";
import { decimal } from "@/locales/format";
import { t } from "@/locales/t";
import { alignPoints } from "../charts/bars";
import { drawnCurves } from "../charts/curveOptions";
import type { Plotted } from "../charts/forms";
import { placesByGroup } from "../charts/mapOptions";

/** Rows picked out by a part of a chart; a row must meet all of `behind`. */
export interface Selection {
  /** The part, in words. */
  title: string;
  behind: readonly Behind[];
}

/** The filter that shows the rows behind a bar. */
export function filterOf(behind: Behind): Filter {
  switch (behind.test) {
    case "is":
      return { column: behind.column, op: "is", value: behind.value };
    case "rows":
      return { column: "_row", op: "one-of", value: behind.rows };
  }
}

/** Rows picked out on a map; null where there are none. */
export function selectRows(rows: readonly number[]): Selection | null {
  const first = rows[0];
  if (first === undefined) return null;
  const title = rows.length === 1 ? t("data.row.title", { row: first }) : t("evaluate.rows.ofMap");
  return { title, behind: [{ test: "rows", rows: rows.toSorted((a, b) => a - b) }] };
}

/** The rows of a group of the map. */
export function selectGroup(chart: Extract<Chart, { form: "map" }>, group: number): Selection | null {
  const found = selectRows(placesByGroup(chart)[group]?.map(({ row }) => row) ?? []);
  return found && { ...found, title: chart.groups[group] ?? found.title };
}

/** The rows behind a point of a curve: 'Length in words 15 (These rows)'. */
export function selectPoint(
  chart: Extract<Chart, { form: "curves" }>,
  curve: string,
  { x, behind }: CurvePoint,
): Selection | null {
  const title = t("evaluate.rows.ofPoint", { axis: chart.x, x: decimal(x, 4), curve });
  return behind && { title, behind: [behind] };
}

/** What a click picks out: `series` and `item` count as the library does. Null where nothing is behind it. */
export function selectionAt(plotted: Plotted, series: number, item: number): Selection | null {
  const { chart } = plotted;
  switch (chart.form) {
    case "curves": {
      const curve = drawnCurves({ ...plotted, chart })[series];
      const point = curve?.beside === false ? curve.points[item] : undefined;
      return curve && point?.behind ? selectPoint(chart, curve.name, point) : null;
    }
    case "map": {
      const place = placesByGroup(chart)[series]?.[item];
      return place ? selectRows([place.row]) : null;
    }
    case "grid": {
      const cell = chart.cells[item];
      if (!cell || cell.behind.length === 0) return null;
      return {
        title: `${chart.rows[cell.row] ?? ""} · ${chart.columns[cell.column] ?? ""}`,
        behind: cell.behind,
      };
    }
    default: {
      // Labels of others may have come between the chart's own.
      const point = alignPoints({ ...plotted, chart }).points[item];
      return point?.behind ? { title: point.label, behind: [point.behind] } : null;
    }
  }
}
