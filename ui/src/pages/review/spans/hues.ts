/** Colours there are for types, those of charts; from the next type on they come again with another line. */
const hues = 6;
const strokes = ["solid", "dashed", "dotted"] as const;

/** Place of the colour of a type. */
export function hueOf(type: number): number {
  return type % hues;
}

export function strokeOf(type: number): (typeof strokes)[number] {
  return strokes[Math.floor(type / hues) % strokes.length] ?? "solid";
}
