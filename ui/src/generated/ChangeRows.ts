import type { BulkChange } from "./BulkChange";
import type { RowSelection } from "./RowSelection";
export type ChangeRows = { run: number, rows: RowSelection, change: BulkChange, };
