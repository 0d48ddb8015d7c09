/** Where two texts differ: what both begin with, what stands between, and what both end with. */
export interface Differing {
  start: string;
  old: string;
  now: string;
  end: string;
}

/** Whole words differ, so that ‘colour’ and ‘color’ are not told apart by one letter. */
export function differing(before: string, after: string): Differing {
  const [old, now] = [pieces(before), pieces(after)];
  const most = Math.min(old.length, now.length);
  let first = 0;
  while (first < most && old[first] === now[first]) first++;
  let last = 0;
  while (last < most - first && old[old.length - 1 - last] === now[now.length - 1 - last]) last++;
  return {
    start: old.slice(0, first).join(""),
    old: old.slice(first, old.length - last).join(""),
    now: now.slice(first, now.length - last).join(""),
    end: old.slice(old.length - last).join(""),
  };
}

function pieces(text: string): string[] {
  return text.match(/[\p{L}\p{N}_]+|[^\p{L}\p{N}_]/gu) ?? [];
}
