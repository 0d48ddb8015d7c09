import type { RowSummary } from "@/generated/RowSummary";
import type { RowsWindow } from "@/generated/RowsWindow";

/** Rows of one request. */
export const windowLength = 200;

/** Windows kept in memory; others are read again by their cursor. */
const windowsKept = 25;

/**
 * The part of a long table that is in memory. The program hands out rows by cursor, so a window can be read once the
 * one before it was; the cursors already met are kept, and any earlier window can be read again at once.
 */
export interface Windows {
  total: number | null;
  /** Cursor with which window k is read; `null` for the first. */
  cursors: readonly (string | null)[];
  rows: ReadonlyMap<number, readonly RowSummary[]>;
  /** Windows in the order of their last use, oldest first. */
  used: readonly number[];
}

export const noWindows: Windows = { total: null, cursors: [null], rows: new Map(), used: [] };

export function rowAt(windows: Windows, index: number): RowSummary | undefined {
  return windows.rows.get(Math.floor(index / windowLength))?.[index % windowLength];
}

/**
 * Number of the window to read next so that the rows from `first` to `last` (both included) can be shown; null where
 * they are all here. A far window is reached by reading those before it.
 */
export function nextWindow(windows: Windows, first: number, last: number): number | null {
  const end = windows.total === null ? 0 : Math.max(0, windows.total - 1);
  const from = Math.floor(Math.min(Math.max(0, first), end) / windowLength);
  const to = Math.floor(Math.min(Math.max(0, last), end) / windowLength);
  for (let at = from; at <= to; at++) {
    if (windows.rows.has(at)) continue;
    return at < windows.cursors.length ? at : windows.cursors.length - 1;
  }
  return null;
}

/** Takes in window `at`. */
export function receive(windows: Windows, at: number, answer: RowsWindow): Windows {
  const cursors = [...windows.cursors];
  if (answer.next !== null && cursors.length === at + 1) cursors.push(answer.next);
  const rows = new Map(windows.rows);
  rows.set(at, answer.rows);
  const used = [...windows.used.filter((other) => other !== at), at];
  while (used.length > windowsKept) {
    const oldest = used.shift();
    if (oldest !== undefined) rows.delete(oldest);
  }
  return { total: windows.total === null || at === 0 ? answer.total : windows.total, cursors, rows, used };
}

/** Place of a row in the table; null where it is not in memory. */
export function indexOf(windows: Windows, wanted: Pick<RowSummary, "draw" | "attempt">): number | null {
  for (const [at, window] of windows.rows) {
    const place = window.findIndex((row) => row.draw === wanted.draw && row.attempt === wanted.attempt);
    if (place >= 0) return at * windowLength + place;
  }
  return null;
}

/** Puts a changed row in its place, where it is in memory. */
export function replaceRow(windows: Windows, changed: RowSummary): Windows {
  const index = indexOf(windows, changed);
  if (index === null) return windows;
  const at = Math.floor(index / windowLength);
  const rows = new Map(windows.rows);
  rows.set(at, (windows.rows.get(at) ?? []).with(index % windowLength, changed));
  return { ...windows, rows };
}
