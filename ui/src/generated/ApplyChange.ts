import type { ChangeRows } from "./ChangeRows";
export type ApplyChange = { wanted: ChangeRows, expected: number, };
