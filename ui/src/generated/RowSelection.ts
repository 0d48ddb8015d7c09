import type { Filter } from "./Filter";
import type { RowRequest } from "./RowRequest";
import type { Show } from "./Show";
export type RowSelection = { "of": "found", show: Show, filters: Array<Filter>, search: string, } | { "of": "these", rows: Array<RowRequest>, };
