import { useEffect } from "react";
import { create } from "zustand";
import type { Recipe } from "@/generated/Recipe";
import type { RowSummary } from "@/generated/RowSummary";
import { call } from "@/platform";
import { showFailure, useApp } from "@/state/app";
import { onNotice } from "@/state/events";
import { useRunRecipe } from "../../data/useRunRecipe";
import { arrive, emptyStream, reread, streamLength } from "../../runs/stream";
import type { Link } from "./edges";
import { type Figures, figuresOf } from "./figures";

interface FiguresStore {
  run: number | null;
  /** The latest answers of the run, newest first. */
  rows: readonly RowSummary[];
  byId: Record<string, Figures>;
}

const none: FiguresStore = { run: null, rows: [], byId: {} };

export const useFigures = create<FiguresStore>(() => none);

/** Follows the run under way, if there is one, and works out what it says of each card. Draws nothing. */
export function FollowRun({ recipe, links }: { recipe: Recipe; links: readonly Link[] }) {
  const progress = useApp((store) => store.app?.running ?? null);
  const run = progress?.summary.run ?? null;
  const rows = useFigures((store) => store.rows);
  const ran = useRunRecipe(progress?.summary.recipe);
  useEffect(() => follow(run), [run]);
  useEffect(() => {
    if (progress && ran) useFigures.setState({ byId: figuresOf(recipe, ran, links, progress, rows) });
  }, [recipe, ran, links, progress, rows]);
  return null;
}

function follow(run: number | null): () => void {
  useFigures.setState({ ...none, run });
  if (run === null) return () => {};
  let current = true;
  let stream = emptyStream;
  const put = () => current && useFigures.setState({ rows: stream.shown });
  const request = {
    run,
    show: "all" as const,
    filters: [],
    search: "",
    sort: { column: "_row", descending: true },
    after: null,
    limit: streamLength,
  };
  call("rows_query", request).then((window) => {
    stream = reread(stream, window.rows, false);
    put();
  }, showFailure);
  const stop = onNotice("run", ({ progress, rows }) => {
    if (progress.summary.run !== run || rows.length === 0) return;
    stream = arrive(stream, rows, false);
    put();
  });
  return () => {
    current = false;
    stop();
  };
}
