import type { EChartsCoreOption } from "echarts/core";
import type { Drawing } from "./common";
import { curveOptions } from "./curveOptions";
import type { Plotted } from "./forms";
import { gridOptions } from "./gridOptions";
import { mapOptions } from "./mapOptions";
import { pointOptions } from "./pointOptions";

/** How the library draws a chart. */
export function optionsOf(plotted: Plotted, drawing: Drawing): EChartsCoreOption {
  const { chart } = plotted;
  switch (chart.form) {
    case "curves":
      return curveOptions({ ...plotted, chart }, drawing);
    case "map":
      return mapOptions(chart, drawing);
    case "grid":
      return gridOptions(chart, drawing);
    default:
      return pointOptions({ ...plotted, chart }, drawing);
  }
}
