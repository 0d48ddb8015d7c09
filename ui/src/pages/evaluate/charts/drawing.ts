import { BarChart, CustomChart, LineChart, ScatterChart } from "echarts/charts";
import {
  BrushComponent,
  DataZoomInsideComponent,
  GridComponent,
  LegendComponent,
  TitleComponent,
  TooltipComponent,
} from "echarts/components";
import { use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";
import { type ChartColors, palette } from "./colors";

// What of the chart library the charts need: drawn as SVG in the window, on a canvas for a PNG or thousands of places.
use([BarChart, CustomChart, LineChart, ScatterChart]);
use([
  GridComponent,
  LegendComponent,
  TitleComponent,
  TooltipComponent,
  DataZoomInsideComponent,
  BrushComponent,
]);
use([LabelLayout, SVGRenderer, CanvasRenderer]);

export { init } from "echarts/core";

/** The colours of the page at an element, as the browser resolves them for its theme or for `scheme`. */
export function colorsAt(element: HTMLElement, scheme?: "light"): ChartColors {
  const probe = document.createElement("span");
  if (scheme) probe.style.colorScheme = scheme;
  element.append(probe);
  const resolve = (color: string) => {
    probe.style.color = color;
    return getComputedStyle(probe).color;
  };
  const colors = {
    text: resolve("var(--text)"),
    muted: resolve("var(--muted)"),
    line: resolve("var(--line)"),
    panel: resolve("var(--panel)"),
    found: resolve(palette.found),
    expected: resolve(palette.expected),
    groups: palette.groups.map(resolve),
  };
  probe.remove();
  return colors;
}
