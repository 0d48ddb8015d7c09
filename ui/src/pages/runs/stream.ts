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

/** Shows what waited. */
export function release(stream: Stream): Stream {
  return arrive(stream, [], false);
}
