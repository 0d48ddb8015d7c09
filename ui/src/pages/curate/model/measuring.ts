import type { StoreApi } from "zustand";
import type { CurationSide } from "@/generated/CurationSide";
import { call, wireError } from "@/platform";
import { onGap, onNotice } from "@/state/events";
import { counts, inUse, type Steps } from "./pipeline";
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

export function startMeasuring(run: number, store: StoreApi<CurationState>): Measuring {
  const { getState: get, setState: set } = store;
  const due = new Set<CurationSide>();
  let running: { side: CurationSide; steps: Steps } | null = null;
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
    const steps = stepsOf(side).filter(counts);
    if (steps.length === 0) {
      set(({ measured }) => ({ measured: { ...measured, [side]: null }, work: null, failure: null }));
      return next();
    }
    running = { side, steps };
    set({ work: { side, done: 0, total: steps.length }, failure: null });
    try {
      const pipeline = { curate: inUse(steps) };
      await call("curation_measure", { run, side, pipeline, gold: get().gold });
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
  const read = async ({ side, steps }: { side: CurationSide; steps: Steps }) => {
    try {
      const view = await call("curation_view", { run, side });
      const found = view && { steps, view };
      set(({ measured, round }) => ({ measured: { ...measured, [side]: found }, round: round + 1 }));
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
