import type { Figure } from "./Figure";
export type RaterMean = { rater: string, mean: Figure, };
