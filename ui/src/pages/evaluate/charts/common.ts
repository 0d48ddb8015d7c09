import type { ChartColors } from "./colors";

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

/** What every chart is drawn with. */
export interface Drawing {
  colors: ChartColors;
  /** Nothing moves. */
  still: boolean;
  /** Of a picture in a file; null in the window. */
  frame: Frame | null;
  /** The rows that are picked out; null where none are. */
  selected: ReadonlySet<number> | null;
}

/** Text as rich text shows it: braces and bars name styles there. */
export function plain(text: string): string {
  return text.replaceAll(/[{}|]/g, " ");
}

export function shorten(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
}

export function fontOf(colors: ChartColors) {
  return { color: colors.muted, fontSize: 12, fontFamily };
}

/** What all forms share. `legend` says whether there is one to leave room for. */
export function commonOf({ colors, still, frame }: Drawing, legend: boolean) {
  const { top, side } = frame ?? { top: 0, side: 0 };
  return {
    animation: !still,
    animationDuration: 120,
    textStyle: { fontFamily },
    grid: {
      left: side + 8,
      right: side + 24,
      top: top + (legend ? 34 : 14),
      bottom: side + 8,
      outerBoundsMode: "same",
      outerBoundsContain: "all",
      outerBoundsClampWidth: "60%",
    },
    legend: legend
      ? {
          // In a picture nobody can turn its pages.
          type: frame ? "plain" : "scroll",
          top,
          left: side + 8,
          right: side + 8,
          align: "left",
          textStyle: fontOf(colors),
          formatter: shorten,
          itemWidth: 18,
          itemHeight: 9,
          pageTextStyle: fontOf(colors),
          pageIconColor: colors.muted,
          pageIconInactiveColor: colors.line,
          pageIconSize: 11,
        }
      : undefined,
    // Tooltips are drawn as shapes, so that text from rows can never become markup.
    tooltip: {
      renderMode: "richText",
      confine: true,
      backgroundColor: colors.panel,
      borderColor: colors.line,
      textStyle: { color: colors.text, fontSize: 12.5, fontFamily },
    },
  };
}

export function valueAxis(colors: ChartColors, show: (value: number) => string) {
  return {
    type: "value",
    splitLine: { lineStyle: { color: colors.line } },
    axisLabel: { ...fontOf(colors), formatter: show },
  };
}

export function axisTitle(colors: ChartColors, name: string, nameGap: number) {
  return { name, nameLocation: "middle", nameTextStyle: fontOf(colors), nameGap };
}
