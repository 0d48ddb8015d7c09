export type RowsChanged = { rows: number, what: string, };
