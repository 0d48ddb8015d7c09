import type { Notice } from "@/generated/Notice";
import { subscribe } from "@/platform";

type Kind = Notice["kind"];
type NoticeOf<K extends Kind> = Extract<Notice, { kind: K }>;
type Listener = (notice: Notice) => void;

const listeners = new Map<Kind, Set<Listener>>();
const gapListeners = new Set<() => void>();
let last: number | null = null;

/** Calls back for each notice of a kind; gives the function that stops it. */
export function onNotice<K extends Kind>(kind: K, listener: (notice: NoticeOf<K>) => void): () => void {
  const set = listeners.get(kind) ?? new Set<Listener>();
  listeners.set(kind, set);
  set.add(listener as Listener);
  return () => set.delete(listener as Listener);
}

/** Calls back when notices were missed: whoever shows state that they build up reads it again. */
export function onGap(listener: () => void): () => void {
  gapListeners.add(listener);
  return () => gapListeners.delete(listener);
}

export async function listen(): Promise<void> {
  await subscribe(({ sequence, notice }) => {
    const missed = last !== null && sequence !== last + 1;
    last = sequence;
    if (missed) for (const listener of gapListeners) listener();
    for (const listener of listeners.get(notice.kind) ?? []) listener(notice);
  });
}
