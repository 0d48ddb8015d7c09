import type { Scale } from "./Scale";
export type Rating = { scale: Scale, level: number, };
