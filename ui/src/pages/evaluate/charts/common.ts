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

/** Pixels across that a picture has. */
export const pictureWidth = 720;
const legendLine = 20;
const letterWidth = 7;
/** Sign and gaps of a name in a legend. */
const legendSign = 36;

/** Height of a legend: one line in the window, where it can be turned; as many as its names need in a picture. */
function legendHeight(names: readonly string[], frame: Frame | null): number {
  if (names.length === 0) return 14;
  const across = pictureWidth - 2 * (frame?.side ?? 0) - 16;
  let lines = 1;
  let used = 0;
  for (const name of names) {
    const width = shorten(name).length * letterWidth + legendSign;
    if (used > 0 && used + width > across) {
      lines++;
      used = 0;
    }
    used += width;
  }
  return 14 + (frame ? lines : 1) * legendLine;
}

/** What all forms share. `names` stand in the legend; without any there is none. */
export function commonOf({ colors, still, frame }: Drawing, names: readonly string[]) {
  const { top, side } = frame ?? { top: 0, side: 0 };
  const legend = names.length > 0;
  return {
    animation: !still,
    animationDuration: 120,
    textStyle: { fontFamily },
    grid: {
      left: side + 8,
      right: side + 24,
      top: top + legendHeight(names, frame),
      bottom: side + 8,
      outerBoundsMode: "same",
      outerBoundsContain: "all",
    },
    legend: legend
      ? {
          // In a picture nobody can turn its pages.
          type: frame ? "plain" : "scroll",
          top,
          left: side + 8,
          right: frame ? undefined : side + 8,
          width: frame ? pictureWidth - 2 * (side + 8) : undefined,
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

/** Whether the values of an axis are in percent, as 'Rows in %' says. */
export function isPercent(axis: string): boolean {
  return /\bin %/.test(axis);
}

/** An axis of the values that it is for: where these are counts it has no ticks between whole numbers. */
export function valueAxis(
  colors: ChartColors,
  values: readonly (number | null)[],
  show: (value: number) => string,
) {
  return {
    type: "value",
    minInterval: values.every((value) => value === null || Number.isInteger(value)) ? 1 : undefined,
    splitLine: { lineStyle: { color: colors.line } },
    axisLabel: { ...fontOf(colors), formatter: show },
  };
}

export function axisTitle(colors: ChartColors, name: string, nameGap: number) {
  return { name, nameLocation: "middle", nameTextStyle: fontOf(colors), nameGap };
}
