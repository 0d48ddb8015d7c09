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
  /** Groups, curves and what stands beside, in order of use. */
  groups: readonly string[];
}

/**
 * Okabe and Ito's palette, which people with colour-blindness can tell apart. Of its colours each theme has those first
 * that stand out from its ground; blue is for what is (sky blue on dark), orange for plans.
 */
export const palette = {
  found: "light-dark(#0072B2, #56B4E9)",
  expected: "#E69F00",
  groups: [
    "light-dark(#0072B2, #56B4E9)",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#E69F00",
    "light-dark(#56B4E9, #F0E442)",
    "light-dark(#000000, #FFFFFF)",
  ],
} as const;

/** As many as no multiple of the colours: a colour that comes again comes with another shape. */
const shapes = ["circle", "triangle", "rect", "diamond"] as const;
export type Shape = (typeof shapes)[number];
const strokes = ["solid", "dashed", "dotted"] as const;

export function groupColor(colors: ChartColors, at: number): string {
  return colors.groups[at % colors.groups.length] ?? colors.found;
}

export function shapeOf(at: number): Shape {
  return shapes[at % shapes.length] ?? "circle";
}

export function strokeOf(at: number): (typeof strokes)[number] {
  return strokes[at % strokes.length] ?? "solid";
}
