/** States of something that is edited. */
export interface History<T> {
  /** Earlier ones, oldest first. */
  past: readonly T[];
  now: T;
  /** Undone ones, the next one last. */
  future: readonly T[];
}

/** Steps that can be undone. */
const depth = 200;

export function startOf<T>(now: T): History<T> {
  return { past: [], now, future: [] };
}

/** After a change; one that goes on with the last one is undone together with it. */
export function changed<T>(history: History<T>, now: T, goesOn: boolean): History<T> {
  if (now === history.now) return history;
  const past = goesOn ? history.past : [...history.past, history.now].slice(-depth);
  return { past, now, future: [] };
}

export function undone<T>({ past, now, future }: History<T>): History<T> {
  const before = past.at(-1);
  return before === undefined
    ? { past, now, future }
    : { past: past.slice(0, -1), now: before, future: [...future, now] };
}

export function redone<T>({ past, now, future }: History<T>): History<T> {
  const after = future.at(-1);
  return after === undefined
    ? { past, now, future }
    : { past: [...past, now], now: after, future: future.slice(0, -1) };
}
