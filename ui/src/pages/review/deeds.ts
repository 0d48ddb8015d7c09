import type { HandChange } from "@/generated/HandChange";
import { useApp } from "@/state/app";
import { keyOf } from "./queue";

/** Something that was done on the Review page and can be taken back there. */
export type Deed =
  /** A row was judged, in one of the ways to judge rows. */
  | { kind: "judged"; judging: string }
  /** One row was edited or many were changed, as the program calls it; null where it did not say. */
  | { kind: "edited" | "changed-many"; change: HandChange | null };

const done = new Map<number, Deed[]>();

/** What was done in a run since its project was opened, the latest last; it stays while orders and pages switch. */
export function deedsOf(run: number): Deed[] {
  const found = done.get(run) ?? [];
  done.set(run, found);
  return found;
}

/** Whether a change is the one that undo would take back next. */
export function isLast(change: HandChange | null, undo: HandChange | null): boolean {
  if (!change || !undo) return false;
  return keyOf(undo.row) === keyOf(change.row) && undo.what === change.what;
}

export function forgetDeeds(): void {
  done.clear();
}

useApp.subscribe(({ app: now }, { app: before }) => {
  if (before?.project && now?.project?.path !== before.project.path) forgetDeeds();
});
