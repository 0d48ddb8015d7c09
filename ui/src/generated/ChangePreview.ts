import type { ChangedRow } from "./ChangedRow";
import type { LeftRows } from "./LeftRows";
export type ChangePreview = { changes: number, left: Array<LeftRows>, examples: Array<ChangedRow>, };
