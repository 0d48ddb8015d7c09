let last: Promise<unknown> = Promise.resolve();

/** Carries out calls one after the other, in the order in which they were asked for. */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work);
  last = mine.catch(() => null);
  return mine;
}
