/** Largest seed that the field and JSON carry without loss. */
export const largestSeed = 2 ** 32 - 1;

/** The smallest seed that no run has had: one used before would make the same rows once more. */
export function unusedSeed(used: readonly number[]): number {
  const taken = new Set(used);
  let seed = 1;
  while (taken.has(seed)) seed++;
  return seed;
}

/** Any seed. */
export function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;
}
