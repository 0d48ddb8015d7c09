import { useState } from "react";
import type { RowSummary } from "@/generated/RowSummary";
import {
  fitted,
  lettersOf,
  marked,
  moved,
  overlapping,
  type Range,
  rangeOf,
  type Selection,
  type Span,
  sameSpans,
  trimmed,
  wordsOf,
} from "./model";

/** Where rows hold spans. */
export interface SpanField {
  field: string;
  of: string;
  types: readonly string[];
}

interface Work {
  /** The row and the text that it is about. */
  of: string;
  /** The spans as they were before each change, the last one at the end. */
  before: readonly Span[][];
  /** The spans as they are now; null where they are as the row has them. */
  spans: Span[] | null;
  selection: Selection | null;
  /** Where the span is that is about to be changed. */
  chosen: Range | null;
}

/** Marking the spans of a row. */
export interface Spans {
  text: string;
  spans: readonly Span[];
  /** Spans that the row holds and that stand nowhere in its text. */
  lost: readonly Span[];
  /** Two that share characters. */
  overlapping: readonly [Span, Span] | null;
  /** They are not those that the row holds. */
  changed: boolean;
  selection: Range | null;
  chosen: number | null;
  /** Selects a stretch of the text, without the spaces at its ends. */
  select: (range: Range) => void;
  choose: (place: number) => void;
  move: (step: 1 | -1, grow: boolean) => void;
  /** Makes what is selected a span of a type, or gives the chosen one that type. */
  mark: (type: string) => void;
  /** Takes the chosen span away. */
  remove: () => void;
  /** Takes the last change of spans back; null where there is none. */
  undo: (() => void) | null;
}

const nothing = { before: [], spans: null, selection: null, chosen: null };

/** The spans of the row on screen; what is done to them is forgotten with it. */
export function useSpans(row: RowSummary | null, { field, of }: SpanField): Spans {
  const value = row?.fields[of];
  const text = typeof value === "string" ? value : "";
  const key = row ? `${row.run}.${row.draw}.${row.attempt} ${text}` : "";
  const [stored, setWork] = useState<Work>({ of: key, ...nothing });
  const work = stored.of === key ? stored : { of: key, ...nothing };
  const letters = lettersOf(text);
  const made = fitted(text, row?.fields[field]);
  const spans = work.spans ?? made.spans;
  const isAt = (a: Range) => (b: Range) => a.start === b.start && a.end === b.end;
  const place = work.chosen ? spans.findIndex(isAt(work.chosen)) : -1;
  const set = (part: Partial<Work>) => setWork({ ...work, ...part });
  const become = (next: Span[], chosen: Span | null) =>
    set({ before: [...work.before, spans], spans: next, selection: null, chosen });
  const selection = work.selection && rangeOf(work.selection);
  const held = row?.fields[field];
  const last = work.before.at(-1);

  return {
    text,
    spans,
    lost: made.lost,
    overlapping: overlapping(spans),
    changed: !sameSpans(spans, Array.isArray(held) ? held : []),
    selection,
    chosen: place < 0 ? null : place,
    select: (range) => {
      const kept = trimmed(letters, range);
      if (kept) set({ selection: { anchor: kept, head: kept }, chosen: null });
    },
    choose: (at) => set({ chosen: spans[at] ?? null, selection: null }),
    move: (step, grow) => {
      const from = work.selection ?? (work.chosen && { anchor: work.chosen, head: work.chosen });
      set({ selection: moved(wordsOf(text), from, step, grow), chosen: null });
    },
    mark: (type) => {
      const range = selection ?? work.chosen;
      if (!range) return;
      const next = marked(letters, spans, { start: range.start, end: range.end }, type);
      become(next, next.find(isAt(range)) ?? null);
    },
    remove: () =>
      become(
        spans.filter((_, at) => at !== place),
        null,
      ),
    undo: last
      ? () => set({ before: work.before.slice(0, -1), spans: last, selection: null, chosen: null })
      : null,
  };
}
