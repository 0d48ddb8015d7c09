import type { BulkChange } from "./BulkChange";
import type { Compared } from "./Compared";
import type { SimilarRow } from "./SimilarRow";
export type SimilarRows = { change: BulkChange, shared: string | null, compared: Compared, threshold: number, rows: Array<SimilarRow>, judged: number, };
