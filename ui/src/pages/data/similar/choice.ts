import type { BulkChange } from "@/generated/BulkChange";
import type { RowRequest } from "@/generated/RowRequest";
import type { SimilarRow } from "@/generated/SimilarRow";
import type { SimilarRows } from "@/generated/SimilarRows";
import { t } from "@/locales/t";
import { showValue } from "../columns";

/** Which of the similar rows are meant: those that are similar enough, but for some that were taken out one by one. */
export interface Choice {
  /** In [0, 1]. */
  threshold: number;
  /** Rows taken out, by `keyOf`. */
  out: ReadonlySet<string>;
}

export function keyOf({ draw, attempt }: RowRequest): string {
  return `${draw}.${attempt}`;
}

/** The rows that are similar enough to be listed; they come the most similar first. */
export function listed(rows: readonly SimilarRow[], threshold: number): readonly SimilarRow[] {
  const end = rows.findIndex(({ similarity }) => similarity < threshold);
  return end < 0 ? rows : rows.slice(0, end);
}

/** The rows that the change would be made to. */
export function chosen(rows: readonly SimilarRow[], { threshold, out }: Choice): RowRequest[] {
  return listed(rows, threshold)
    .map(({ changed }) => changed.row)
    .filter((row) => !out.has(keyOf(row)));
}

/** Takes a row out, or in again. */
export function toggled(choice: Choice, row: RowRequest): Choice {
  const out = new Set(choice.out);
  if (!out.delete(keyOf(row))) out.add(keyOf(row));
  return { ...choice, out };
}

/** Where the active row is after a key; null where the key moves nothing. */
export function moved(key: string, active: number, rows: number, page: number): number | null {
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: rows - 1,
  };
  const to = targets[key];
  return to === undefined || rows === 0 ? null : Math.min(Math.max(0, to), rows - 1);
}

/** What the change does to each row, as a line of its own: 'Sets label to ‘negative’.' */
export function deedWords(change: BulkChange): string {
  switch (change.change) {
    case "accept":
      return t("data.similar.deed.accept");
    case "reject":
      return t(change.reason ? "data.similar.deed.rejectWhy" : "data.similar.deed.reject", {
        reason: change.reason,
      });
    case "set":
      return t("data.similar.deed.set", { field: change.field, value: showValue(change.value) });
    case "replace": {
      const { find, with: put } = change.replacement;
      return t(put === "" ? "data.similar.deed.remove" : "data.similar.deed.replace", {
        field: change.field,
        find,
        put,
      });
    }
  }
}

/** Which rows are listed: 'Rows that have ‘positive’ there too, those most like this row first.' */
export function whichWords({ change, shared }: Pick<SimilarRows, "change" | "shared">): string {
  if (change.change === "replace") return t("data.similar.which.words", { find: change.replacement.find });
  if (shared !== null) return t("data.similar.which.shared", { value: shared });
  return t(change.change === "accept" ? "data.similar.which.rejected" : "data.similar.which.accepted");
}
