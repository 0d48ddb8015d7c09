import type { ChangedRow } from "./ChangedRow";
export type SimilarRow = { changed: ChangedRow, similarity: number, };
