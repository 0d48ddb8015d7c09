import type { RowRequest } from "./RowRequest";
export type ChangedRow = { row: RowRequest, number: number | null, text: string, before: string | null, after: string | null, };
