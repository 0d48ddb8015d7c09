import type { Replacement } from "./Replacement";
export type BulkChange = { "change": "accept" } | { "change": "reject", reason: string, } | { "change": "set", field: string, value: unknown, } | { "change": "replace", field: string, replacement: Replacement, };
