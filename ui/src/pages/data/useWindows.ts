import { useEffect, useRef, useState } from "react";
import type { RowSummary } from "@/generated/RowSummary";
import type { WireError } from "@/generated/WireError";
import { call, wireError } from "@/platform";
import type { DataQuery } from "./query";
import { nextWindow, noWindows, receive, replaceRow, type Windows, windowLength } from "./windows";

interface Loader {
  want: (first: number, last: number) => void;
  replace: (row: RowSummary) => void;
}

export interface LoadedRows {
  windows: Windows;
  /** The rows shown still belong to the query before. */
  stale: boolean;
  error: WireError | null;
  /** Says which rows are on screen, both ends included. */
  want: (first: number, last: number) => void;
  replace: (row: RowSummary) => void;
  reload: () => void;
}

/** The rows of a query, window by window as they come into view. */
export function useWindows(run: number, query: DataQuery): LoadedRows {
  const key = JSON.stringify([run, query]);
  const [state, setState] = useState({ key, windows: noWindows, error: null as WireError | null });
  const [round, setRound] = useState(0);
  const loader = useRef<Loader | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks the same query again.
  useEffect(() => {
    const [run, query] = JSON.parse(key) as [number, DataQuery];
    let current = true;
    let loading = false;
    let windows = noWindows;
    let range = { first: 0, last: 0 };
    const show = (next: Windows, error: WireError | null = null) => {
      windows = next;
      if (current) setState({ key, windows, error });
    };
    const load = async () => {
      if (loading) return;
      loading = true;
      try {
        for (;;) {
          const at = nextWindow(windows, range.first, range.last);
          if (at === null || !current) break;
          const after = windows.cursors[at] ?? null;
          const { show: which, search, sort } = query;
          const filters = [...query.filters];
          const answer = await call("rows_query", {
            run,
            show: which,
            filters,
            search,
            sort,
            after,
            limit: windowLength,
          });
          show(receive(windows, at, answer));
        }
      } catch (thrown) {
        show(windows, wireError(thrown));
      } finally {
        loading = false;
      }
    };
    loader.current = {
      want: (first, last) => {
        range = { first, last };
        void load();
      },
      replace: (row) => show(replaceRow(windows, row)),
    };
    void load();
    return () => {
      current = false;
    };
  }, [key, round]);

  return {
    windows: state.windows,
    stale: state.key !== key,
    error: state.error,
    want: (first, last) => loader.current?.want(first, last),
    replace: (row) => loader.current?.replace(row),
    reload: () => setRound((before) => before + 1),
  };
}
