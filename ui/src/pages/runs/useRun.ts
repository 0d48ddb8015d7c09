import { useEffect, useRef, useState } from "react";
import type { RunView } from "@/generated/RunView";
import type { WireError } from "@/generated/WireError";
import { call, wireError } from "@/platform";
import { onGap, onNotice } from "@/state/events";
import { isOpen } from "./headline";
import { arrive, emptyStream, release, reread, type Stream, streamLength } from "./stream";

/** Milliseconds between readings of the figures that events do not carry. */
const refresh = 2000;

export interface LiveRun {
  view: RunView | null;
  stream: Stream;
  /** Text of an answer being written now. */
  writing: string | null;
  error: WireError | null;
  setPaused: (paused: boolean) => void;
  /** Reads everything again, after something was changed by hand. */
  reload: () => void;
}

/** A run while it goes on: progress and rows come as events, the other figures are read again now and then. */
export function useRun(run: number): LiveRun {
  const [view, setView] = useState<RunView | null>(null);
  const [stream, setStream] = useState<Stream>(emptyStream);
  const [writing, setWriting] = useState<string | null>(null);
  const [error, setError] = useState<WireError | null>(null);
  const [round, setRound] = useState(0);
  const paused = useRef(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` reads the same run again.
  useEffect(() => {
    let current = true;
    let stale = false;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const fail = (thrown: unknown) => current && setError(wireError(thrown));
    const readView = async () => {
      timer = undefined;
      stale = false;
      const found = await call("run_view", { run });
      if (!current) return;
      setView(found);
      setError(null);
    };
    const readRows = async () => {
      const sort = { column: "_row", descending: true };
      const request = {
        run,
        show: "all" as const,
        filters: [],
        search: "",
        sort,
        after: null,
        limit: streamLength,
      };
      const window = await call("rows_query", request);
      if (current) setStream((before) => reread(before, window.rows, paused.current));
    };
    const readAll = () => Promise.all([readView(), readRows()]).catch(fail);
    const readSoon = () => {
      stale = true;
      timer ??= setTimeout(() => stale && void readView().catch(fail), refresh);
    };

    const stopNotices = onNotice("run", ({ progress, rows, writing }) => {
      if (progress.summary.run !== run) return;
      setView((before) => before && { ...before, progress });
      setWriting(writing);
      if (rows.length > 0) setStream((before) => arrive(before, rows, paused.current));
      if (isOpen(progress.summary.status)) readSoon();
      else void readView().catch(fail);
    });
    const stopGaps = onGap(() => void readAll());
    void readAll();
    return () => {
      current = false;
      clearTimeout(timer);
      stopNotices();
      stopGaps();
    };
  }, [run, round]);

  return {
    view,
    stream,
    writing,
    error,
    setPaused: (now) => {
      paused.current = now;
      if (!now) setStream(release);
    },
    reload: () => setRound((before) => before + 1),
  };
}
