import type { Source } from "@/generated/Source";
import { freshName } from "../model/lists";

/** A column of a file and the field that it becomes. */
export interface Mapping {
  column: string;
  field: string;
  used: boolean;
}

/** Every column under a name of its own that prompts can say; those of the source replaced keep their names. */
export function startMapping(columns: readonly string[], source: Source | null): Mapping[] {
  const before = new Map(Object.entries(source?.fields ?? {}).map(([field, column]) => [column, field]));
  const taken = columns.flatMap((column) => before.get(column) ?? []);
  return columns.map((column) => {
    const kept = before.get(column);
    const field = kept ?? freshName(fieldName(column), taken);
    taken.push(field);
    return { column, field, used: before.size === 0 || kept !== undefined };
  });
}

/** The column's name as an identifier: letters of every script stay, all else parts words. */
function fieldName(column: string): string {
  const name = column
    .toLowerCase()
    .replace(/\P{ID_Continue}+/gu, "_")
    .replace(/^_+|_+$/g, "");
  if (name === "") return "field";
  return /^\p{ID_Start}/u.test(name) ? name : `field_${name}`;
}
