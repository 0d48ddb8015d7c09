import type { RowSummary } from "@/generated/RowSummary";

/** Rows on the run page, newest first. While the reader looks at them, new ones wait in `held`. */
export interface Stream {
  shown: readonly RowSummary[];
  held: readonly RowSummary[];
}

export const emptyStream: Stream = { shown: [], held: [] };

/** The run page shows the latest rows; the Data page shows all. */
export const streamLength = 200;

export function keyOf(row: Pick<RowSummary, "draw" | "attempt">): string {
  return `${row.draw}.${row.attempt}`;
}

/** Adds rows, oldest first. A row that is already there (its verdict came later) keeps its place. */
export function arrive(stream: Stream, rows: readonly RowSummary[], paused: boolean): Stream {
  const news = new Map(rows.map((row) => [keyOf(row), row]));
  const replace = (row: RowSummary) => {
    const key = keyOf(row);
    const replacement = news.get(key);
    news.delete(key);
    return replacement ?? row;
  };
  const shown = stream.shown.map(replace);
  const held = stream.held.map(replace);
  const added = [...news.values()].reverse();
  if (paused) return { shown, held: [...added, ...held].slice(0, streamLength) };
  return { shown: [...added, ...held, ...shown].slice(0, streamLength), held: [] };
}

/**
 * Takes in rows read anew, newest first: their order holds. Rows that came by event while the reading was under way,
 * and are newer than all of it, stay on top.
 */
export function reread(stream: Stream, rows: readonly RowSummary[], paused: boolean): Stream {
  const found = new Set(rows.map(keyOf));
  const newest = rows[0]?.draw ?? -1;
  const newer = [...stream.held, ...stream.shown].filter(
    (row) => !found.has(keyOf(row)) && row.draw > newest,
  );
  const all = [...newer, ...rows].slice(0, streamLength);
  if (!paused) return { shown: all, held: [] };
  const kept = arrive({ shown: stream.shown, held: [] }, rows, true).shown;
  const keys = new Set(kept.map(keyOf));
  return { shown: kept, held: all.filter((row) => !keys.has(keyOf(row))) };
}

/** Shows what waited. */
export function release(stream: Stream): Stream {
  return arrive(stream, [], false);
}
