/** A stretch of a text with its type, as rows hold it: places are counted in characters, not in UTF-16 units. */
export interface Span {
  span: string;
  type: string;
  start: number;
  end: number;
}

/** From a character to the one behind the last. */
export interface Range {
  start: number;
  end: number;
}

/** What is selected: from where it was begun to where it reaches. */
export interface Selection {
  anchor: Range;
  head: Range;
}

/** The characters of a text as the program counts them. */
export function lettersOf(text: string): string[] {
  return Array.from(text);
}

/** Words and signs of a text, which the selection moves over. */
export function wordsOf(text: string): Range[] {
  const words: Range[] = [];
  let start = 0;
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: "word" }).segment(text)) {
    const end = start + lettersOf(segment).length;
    if (segment.trim()) words.push({ start, end });
    start = end;
  }
  return words;
}

export function rangeOf({ anchor, head }: Selection): Range {
  return { start: Math.min(anchor.start, head.start), end: Math.max(anchor.end, head.end) };
}

/** The selection one word further on or back: moved, or with `grow` reaching there. */
export function moved(
  words: readonly Range[],
  selection: Selection | null,
  step: 1 | -1,
  grow: boolean,
): Selection | null {
  if (selection === null) {
    const first = step > 0 ? words[0] : words.at(-1);
    return first ? { anchor: first, head: first } : null;
  }
  const from = grow ? selection.head : rangeOf(selection);
  const next =
    step > 0 ? words.find(({ start }) => start >= from.end) : words.findLast(({ end }) => end <= from.start);
  if (!next) return selection;
  return { anchor: grow ? selection.anchor : next, head: next };
}

/** A stretch without the spaces at its ends; null where nothing else is in it. */
export function trimmed(letters: readonly string[], { start, end }: Range): Range | null {
  const full = (at: number) => (letters[at] ?? "").trim() !== "";
  while (start < end && !full(start)) start += 1;
  while (end > start && !full(end - 1)) end -= 1;
  return start < end ? { start, end } : null;
}

export function overlap(a: Range, b: Range): boolean {
  return a.start < b.end && b.start < a.end;
}

/** The spans with one more, in place of those that it overlaps. */
export function marked(
  letters: readonly string[],
  spans: readonly Span[],
  range: Range,
  type: string,
): Span[] {
  const span = { span: letters.slice(range.start, range.end).join(""), type, ...range };
  return sorted([...spans.filter((other) => !overlap(other, range)), span]);
}

export function sorted(spans: readonly Span[]): Span[] {
  return spans.toSorted((a, b) => a.start - b.start || a.end - b.end);
}

/** The first two spans that share characters. */
export function overlapping(spans: readonly Span[]): [Span, Span] | null {
  const inOrder = sorted(spans);
  const at = inOrder.findIndex((span, at) => at > 0 && overlap(span, inOrder[at - 1] ?? span));
  return at > 0 ? [inOrder[at - 1] as Span, inOrder[at] as Span] : null;
}

function isSpan(value: unknown): value is Span {
  if (typeof value !== "object" || value === null) return false;
  const { span, type, start, end } = value as Partial<Span>;
  return (
    typeof span === "string" && typeof type === "string" && Number.isInteger(start) && Number.isInteger(end)
  );
}

/**
 * The spans of a field as they stand in the text. One that does not stand where it is marked, as the text was edited since, is
 * looked for again near there; those that are found nowhere are `lost`.
 */
export function fitted(text: string, value: unknown): { spans: Span[]; lost: Span[] } {
  const letters = lettersOf(text);
  const spans: Span[] = [];
  const lost: Span[] = [];
  for (const span of Array.isArray(value) ? value.filter(isSpan) : []) {
    const { span: words, type } = span;
    const length = lettersOf(words).length;
    const stands = (start: number) => letters.slice(start, start + length).join("") === words;
    const places = stands(span.start)
      ? [span.start]
      : letters.map((_, at) => at).filter((at) => length > 0 && stands(at));
    const nearest = places.toSorted((a, b) => Math.abs(a - span.start) - Math.abs(b - span.start))[0];
    if (nearest === undefined) lost.push(span);
    else spans.push({ span: words, type, start: nearest, end: nearest + length });
  }
  return { spans: sorted(spans), lost };
}

/** Whether two lists hold the same spans. */
export function sameSpans(a: readonly Span[], b: readonly Span[]): boolean {
  const keys = (spans: readonly Span[]) => spans.map(keyOfSpan).toSorted().join();
  return keys(a) === keys(b);
}

function keyOfSpan({ start, end, type }: Span): string {
  return `${start}-${end}-${type}`;
}

/** A piece of the text in which nothing begins or ends. */
export interface Piece extends Range {
  text: string;
  /** Places of the spans that it is part of. */
  spans: readonly number[];
  selected: boolean;
  /** Places of the spans that end with it. */
  ending: readonly number[];
}

/** The text in pieces, cut where a span or the selection begins or ends. */
export function piecesOf(
  letters: readonly string[],
  spans: readonly Span[],
  selection: Range | null,
): Piece[] {
  const ends = [...spans, ...(selection ? [selection] : [])].flatMap(({ start, end }) => [start, end]);
  const cuts = [...new Set([0, ...ends, letters.length])].toSorted((a, b) => a - b);
  const placesOf = (holds: (span: Span) => boolean) =>
    spans.flatMap((span, place) => (holds(span) ? [place] : []));
  return cuts.slice(0, -1).map((start, at) => {
    const end = cuts[at + 1] ?? letters.length;
    return {
      start,
      end,
      text: letters.slice(start, end).join(""),
      spans: placesOf((span) => span.start <= start && end <= span.end),
      selected: selection !== null && selection.start <= start && end <= selection.end,
      ending: placesOf((span) => span.end === end),
    };
  });
}
