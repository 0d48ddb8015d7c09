import { useEffect, useState } from "react";
import type { Filter } from "@/generated/Filter";
import type { RowSummary } from "@/generated/RowSummary";
import type { RowsRequest } from "@/generated/RowsRequest";
import type { WireError } from "@/generated/WireError";
import { call, wireError } from "@/platform";
import { useAction } from "@/state/call";
import { filterOf, type Selection } from "./selection";

/** Rows that the panel shows at a time. */
const window = 50;
/** The most that the api gives at once, and how often it is asked to find the places of rows on a map. */
const largest = 500;
const readings = 10;

function requestOf(run: number, filters: Filter[], after: string | null, limit: number): RowsRequest {
  return { run, show: "accepted", filters, search: "", sort: null, after, limit };
}

function filtersOf(selection: Selection): Filter[] {
  return selection.behind.map(filterOf);
}

interface Found {
  rows: readonly RowSummary[];
  total: number;
  next: string | null;
}

export interface RowsBehind {
  found: Found | null;
  error: WireError | null;
  more: () => void;
  busy: boolean;
}

/** The rows behind a part of a chart, the first ones at once and more when asked. */
export function useRowsBehind(run: number, selection: Selection): RowsBehind {
  const [found, setFound] = useState<Found | null>(null);
  const [error, setError] = useState<WireError | null>(null);
  useEffect(() => {
    let current = true;
    setError(null);
    call("rows_query", requestOf(run, filtersOf(selection), null, window)).then(
      (answer) => current && setFound(answer),
      (thrown) => current && setError(wireError(thrown)),
    );
    return () => {
      current = false;
    };
  }, [run, selection]);
  const more = useAction(async () => {
    if (!found?.next) return;
    const { rows, total, next } = await call(
      "rows_query",
      requestOf(run, filtersOf(selection), found.next, window),
    );
    setFound({ rows: [...found.rows, ...rows], total, next });
  });
  return { found, error: error ?? more.error, more: () => more.run(), busy: more.busy };
}

/** Numbers of the rows behind a part of a chart, for a map to show them; null while they are not known. */
export function useSelectedRows(
  run: number,
  selection: Selection | null,
  wanted: boolean,
): ReadonlySet<number> | null {
  const [selected, setSelected] = useState<ReadonlySet<number> | null>(null);
  useEffect(() => {
    let current = true;
    const only = selection?.behind.length === 1 ? selection.behind[0] : undefined;
    if (!selection || !wanted) setSelected(null);
    else if (only?.test === "rows") setSelected(new Set(only.rows));
    else
      void numbersOf(run, filtersOf(selection)).then(
        (rows) => current && setSelected(rows),
        // The panel beside the map says why rows cannot be read.
        () => current && setSelected(null),
      );
    return () => {
      current = false;
    };
  }, [run, selection, wanted]);
  return selected;
}

async function numbersOf(run: number, filters: Filter[]): Promise<ReadonlySet<number>> {
  const found = new Set<number>();
  let after: string | null = null;
  for (let reading = 0; reading < readings; reading++) {
    const { rows, next }: Found = await call("rows_query", requestOf(run, filters, after, largest));
    for (const { verdict } of rows) if (verdict?.verdict === "accepted") found.add(verdict.row);
    if (next === null) break;
    after = next;
  }
  return found;
}
