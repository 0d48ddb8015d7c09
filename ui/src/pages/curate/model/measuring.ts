import type { StoreApi } from "zustand";
import type { CurationPipelineStep } from "@/generated/CurationPipelineStep";
import type { CurationSide } from "@/generated/CurationSide";
import { call, wireError } from "@/platform";
import { onGap, onNotice } from "@/state/events";
import { counts, type Steps, written } from "./pipeline";
import type { CurationState } from "./state";

/** How long a change rests before its rows are measured, in milliseconds. */
export const waits = { now: 0, typing: 450 } as const;
export type Wait = keyof typeof waits;

/** Measures pipelines one after another, always as they stand then. */
export interface Measuring {
  schedule: (sides: readonly CurationSide[], wait: Wait) => void;
  cancel: () => void;
  close: () => void;
}

/** A pipeline under way, and of its steps those that are made. */
interface Running {
  side: CurationSide;
  steps: Steps;
  pipeline: CurationPipelineStep[];
}

export function startMeasuring(run: number, store: StoreApi<CurationState>): Measuring {
  const { getState: get, setState: set } = store;
  const due = new Set<CurationSide>();
  let running: Running | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const stepsOf = (side: CurationSide): Steps => get().history.now[side] ?? [];
  const fail = (side: CurationSide, thrown: unknown) => set({ failure: { side, error: wireError(thrown) } });

  const next = async () => {
    clearTimeout(timer);
    set({ waiting: due.size > 0 });
    if (running) {
      // What is under way is out of date: its end begins the next.
      if (due.has(running.side)) await call("curation_cancel", { run }).catch(() => {});
      return;
    }
    const [side] = due;
    if (side === undefined) return;
    due.delete(side);
    set({ waiting: due.size > 0 });
    const pipeline = written(stepsOf(side));
    const steps = stepsOf(side).filter(counts);
    if (steps.length === 0) {
      set(({ measured }) => ({ measured: { ...measured, [side]: null }, work: null, failure: null }));
      return next();
    }
    running = { side, steps, pipeline };
    set({ work: { side, done: 0, total: steps.length }, failure: null });
    try {
      await call("curation_measure", { run, side, pipeline: { curate: pipeline } });
    } catch (thrown) {
      running = null;
      set({ work: null });
      fail(side, thrown);
      await next();
    }
  };
  const schedule = (sides: readonly CurationSide[], wait: Wait) => {
    for (const side of sides) due.add(side);
    clearTimeout(timer);
    set({ waiting: true });
    if (wait === "now") void next();
    else timer = setTimeout(() => void next(), waits[wait]);
  };
  const read = async ({ side, steps, pipeline }: Running) => {
    try {
      const view = await call("curation_view", { run, side });
      const found = view && { steps, pipeline, view };
      set(({ measured, round }) => ({ measured: { ...measured, [side]: found }, round: round + 1 }));
      // Rows that changed, or got vectors, make what was made on them before void.
      const other = side === "main" ? "other" : "main";
      if (get().measured[other] && !(await call("curation_view", { run, side: other }))) due.add(other);
    } catch (thrown) {
      fail(side, thrown);
    }
  };

  const stopNotices = onNotice("job", async ({ job, run: of, done, total, status, failure }) => {
    if (job !== "curation" || of !== run || !running) return;
    const ended = running;
    if (status === "running" || status === "paused") {
      set({ work: { side: ended.side, done, total } });
      return;
    }
    if (status === "completed") await read(ended);
    else if (failure !== null) fail(ended.side, failure);
    // What was begun anew while the view was read goes on.
    if (running !== ended) return;
    running = null;
    set({ work: null });
    await next();
  });
  const stopGaps = onGap(() => {
    if (!running) return;
    // Its end may have been missed.
    due.add(running.side);
    running = null;
    void next();
  });

  return {
    schedule,
    cancel: () => {
      due.clear();
      set({ waiting: false });
      call("curation_cancel", { run }).catch((thrown) => running && fail(running.side, thrown));
    },
    close: () => {
      clearTimeout(timer);
      stopNotices();
      stopGaps();
    },
  };
}
