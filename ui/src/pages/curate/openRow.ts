import type { RowRequest } from "@/generated/RowRequest";
import { openRows } from "../data/query";

/** Shows a row on the Data page. */
export function openRow({ run, draw }: RowRequest): void {
  openRows(run, { show: "all", filters: [{ column: "_draw", op: "is", value: draw }] });
}
