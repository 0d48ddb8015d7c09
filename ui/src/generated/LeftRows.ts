import type { Left } from "./Left";
export type LeftRows = { why: Left, rows: number, };
