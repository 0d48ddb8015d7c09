/** Copies of lists with one thing changed. */

export function replaceAt<T>(list: readonly T[], at: number, item: T): T[] {
  return list.map((before, index) => (index === at ? item : before));
}

export function removeAt<T>(list: readonly T[], at: number): T[] {
  return list.filter((_, index) => index !== at);
}

/** The item moved by `by` places, or the same list where there is no such place. */
export function move<T>(list: readonly T[], at: number, by: number): T[] {
  const copy = [...list];
  const to = at + by;
  const item = copy[at];
  if (item === undefined || to < 0 || to >= copy.length) return copy;
  copy.splice(at, 1);
  copy.splice(to, 0, item);
  return copy;
}

/** `base`, or `base_2`, `base_3`… where taken. */
export function freshName(base: string, taken: readonly string[]): string {
  if (!taken.includes(base)) return base;
  let number = 2;
  while (taken.includes(`${base}_${number}`)) number++;
  return `${base}_${number}`;
}

/** The record with a key renamed, in its old place. */
export function renameKey<T>(record: Record<string, T>, from: string, to: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key === from ? to : key, value]));
}

/** Lines or comma-separated items of a text, without empty ones. */
export function items(text: string): string[] {
  return text
    .split(text.includes("\n") ? /\n/ : /,/)
    .map((item) => item.trim())
    .filter(Boolean);
}
