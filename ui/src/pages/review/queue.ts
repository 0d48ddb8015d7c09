import type { QueuedRow } from "@/generated/QueuedRow";
import type { RowRequest } from "@/generated/RowRequest";
import type { Word } from "./word";

/** Names a row among those of all runs. */
export function keyOf({ run, draw, attempt }: RowRequest): string {
  return `${run}.${draw}.${attempt}`;
}

/** The queue once its first row was judged; a row that was put off comes again at the end. */
export function judged(rows: readonly QueuedRow[], { judgment }: Pick<Word, "judgment">): QueuedRow[] {
  const [first, ...rest] = rows;
  return first && judgment === "put-off" ? [...rest, { ...first, put_off: true }] : rest;
}

/** The queue with a row at its front, wherever it stood before. */
export function broughtBack(rows: readonly QueuedRow[], back: QueuedRow): QueuedRow[] {
  const key = keyOf(back.row);
  return [back, ...rows.filter(({ row }) => keyOf(row) !== key)];
}
