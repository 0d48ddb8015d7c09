import type { EChartsCoreOption } from "echarts/core";
import type { ChartColors } from "@/pages/evaluate/charts/colors";
import { type Frame, fontFamily } from "@/pages/evaluate/charts/common";

/** Draws a chart in the colours of the page; `still` without motion. */
export type Draw = (colors: ChartColors, still: boolean, frame?: Frame) => EChartsCoreOption;

/** Of Okabe and Ito's palette: vermilion for rows that are dropped, purple for those with another label. */
export const tones = { dropped: "#D55E00", relabelled: "#CC79A7", label: "#999999" };

/** Braces and bars name styles in rich text; text of rows and labels must name none. */
export function plain(text: string): string {
  return text.replaceAll(/[{}|]/g, " ");
}

export function common(still: boolean): EChartsCoreOption {
  return {
    animation: !still,
    animationDuration: 120,
    animationDurationUpdate: 120,
    textStyle: { fontFamily },
  };
}

export function tooltip(colors: ChartColors) {
  return {
    renderMode: "richText" as const,
    confine: true,
    backgroundColor: colors.panel,
    borderColor: colors.line,
    textStyle: { color: colors.text, fontSize: 12.5, fontFamily },
  };
}
