import type { Judgment } from "@/generated/Judgment";
import type { RowRequest } from "@/generated/RowRequest";
import { keyOf } from "../queue";

/** Two texts of a row, of which one is better. */
export interface Pair {
  /** Without labels the first is the one that the recipe calls better. */
  fields: readonly [string, string];
  /** The labels that call the first and the second one better. */
  labels: readonly [string, string] | null;
}

/** Which one a reviewer finds better. */
export type Preference = "left" | "right" | "tie";

/** The fields as they stand on screen; which is left depends on the row alone, and tells nothing of what the recipe says. */
export function sidesOf({ fields: [first, second] }: Pair, row: RowRequest): readonly [string, string] {
  let hash = 0x811c9dc5;
  for (const sign of keyOf(row)) {
    hash = Math.imul(hash ^ sign.charCodeAt(0), 0x01000193);
  }
  // The lowest bits of this hash depend on few of the characters.
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (mixed >>> 16) & 1 ? [second, first] : [first, second];
}

/** What a preference says of the row. */
export function judgmentOf(pair: Pair, row: RowRequest, preference: Preference, keepTies: boolean): Judgment {
  if (preference === "tie") return { judgment: "tie", keep: keepTies };
  const [left, right] = sidesOf(pair, row);
  const place = pair.fields.indexOf(preference === "left" ? left : right);
  if (pair.labels) return { judgment: "label", label: pair.labels[place] ?? "" };
  return place === 0 ? { judgment: "accept" } : { judgment: "swap", fields: [...pair.fields] };
}
