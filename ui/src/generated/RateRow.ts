import type { Rating } from "./Rating";
import type { RowRequest } from "./RowRequest";
export type RateRow = { row: RowRequest, rating: Rating, note: string, };
