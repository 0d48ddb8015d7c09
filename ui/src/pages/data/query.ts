import { create } from "zustand";
import type { Filter } from "@/generated/Filter";
import type { Show } from "@/generated/Show";
import type { Sort } from "@/generated/Sort";
import { go } from "@/state/navigation";
import { perProject } from "@/state/project";

/** What the Data page shows; it stays while pages switch. */
export interface DataQuery {
  show: Show;
  filters: readonly Filter[];
  search: string;
  sort: Sort | null;
}

export const everything: DataQuery = { show: "accepted", filters: [], search: "", sort: null };

export const useQuery = create<DataQuery>(() => everything);
perProject(useQuery, everything);

/** Shows the rows behind a figure. */
export function openRows(run: number, part: Partial<DataQuery>): void {
  useQuery.setState({ ...everything, ...part });
  go("data", { run });
}

/** Next order of a column: rising, falling, then as made. */
export function nextSort(sort: Sort | null, column: string): Sort | null {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? null : { column, descending: true };
}
