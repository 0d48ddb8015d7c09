import { expect, test } from "vitest";
import type { RowSummary } from "@/generated/RowSummary";
import type { RowsWindow } from "@/generated/RowsWindow";
import {
  indexOf,
  nextWindow,
  noWindows,
  receive,
  replaceRow,
  rowAt,
  type Windows,
  windowLength,
} from "./windows";

const total = 100_000;

function row(draw: number): RowSummary {
  return {
    run: 1,
    draw,
    attempt: 0,
    verdict: { verdict: "accepted", row: draw },
    fields: {},
    conditions: {},
    mean_log_probability: null,
    edited: false,
    extra: false,
    dropped_by: null,
    weight: 1,
  };
}

/** Answers like the program: a cursor is the number of the row that it stands after. */
function read(cursor: string | null): RowsWindow {
  const from = cursor === null ? 0 : Number(cursor);
  const rows = Array.from({ length: Math.min(windowLength, total - from) }, (_, at) => row(from + at));
  const end = from + rows.length;
  return { rows, total, next: end < total ? String(end) : null };
}

/** Reads until the range is here; returns how many requests that took. */
function show(windows: Windows, first: number, last: number): { windows: Windows; requests: number } {
  let requests = 0;
  for (;;) {
    const at = nextWindow(windows, first, last);
    if (at === null) return { windows, requests };
    windows = receive(windows, at, read(windows.cursors[at] ?? null));
    requests++;
  }
}

test("scrolling on reads one window at a time", () => {
  const first = show(noWindows, 0, 30);
  expect(first.requests).toBe(1);
  const second = show(first.windows, 190, 220);
  expect(second.requests).toBe(1);
  expect(rowAt(second.windows, 219)?.draw).toBe(219);
  expect(rowAt(second.windows, 700)).toBeUndefined();
});

test("the far end is reached through the windows before it, and the way back is short", () => {
  const end = show(noWindows, total - 20, total - 1);
  expect(end.requests).toBe(total / windowLength + 0);
  expect(rowAt(end.windows, total - 1)?.draw).toBe(total - 1);
  expect(end.windows.rows.size).toBeLessThanOrEqual(25);
  const back = show(end.windows, 0, 20);
  expect(back.requests).toBe(1);
  const middle = show(back.windows, 50_000, 50_020);
  expect(middle.requests).toBe(1);
  expect(rowAt(middle.windows, 50_000)?.draw).toBe(50_000);
});

test("an empty answer asks for nothing more", () => {
  const windows = receive(noWindows, 0, { rows: [], total: 0, next: null });
  expect(nextWindow(windows, 0, 40)).toBeNull();
});

test("a changed row takes its place", () => {
  const { windows } = show(noWindows, 0, 500);
  const changed = { ...row(333), edited: true };
  expect(rowAt(replaceRow(windows, changed), 333)?.edited).toBe(true);
  expect(replaceRow(windows, row(99_999))).toBe(windows);
  expect([indexOf(windows, changed), indexOf(windows, row(99_999))]).toEqual([333, null]);
});
