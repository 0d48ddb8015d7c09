import type { ChangedRow } from "@/generated/ChangedRow";
import { t } from "@/locales/t";

/** 'Row 12', or the draw of an attempt that is no row. */
export function rowTitle({ row, number }: ChangedRow): string {
  return number === null
    ? t("data.row.draw", { draw: row.draw + 1, attempt: row.attempt + 1 })
    : t("data.row.title", { row: number });
}
