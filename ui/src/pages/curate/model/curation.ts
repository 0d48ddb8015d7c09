import { createStore, type StoreApi } from "zustand";
import type { CurationSide } from "@/generated/CurationSide";
import type { CurationStart } from "@/generated/CurationStart";
import type { DataFile } from "@/generated/DataFile";
import type { WireError } from "@/generated/WireError";
import { call, wireError } from "@/platform";
import { onGap, onNotice } from "@/state/events";
import { changed, type History, redone, startOf, undone } from "./history";
import { edited, inUse, isCurrent, type Measured, type Steps, sameSteps } from "./pipeline";

/** What is edited: the pipeline, and perhaps another that it is compared with. */
export interface Draft {
  main: Steps;
  other: Steps | null;
}

export interface CurationState {
  /** What the program knows of the rows; null until it answered. */
  start: CurationStart | null;
  /** Why it did not. */
  error: WireError | null;
  history: History<Draft>;
  measured: Readonly<Record<CurationSide, Measured | null>>;
  /** The pipeline that is measured now. */
  work: { side: CurationSide; done: number; total: number } | null;
  /** A change rests before it is measured. */
  waiting: boolean;
  /** Why a pipeline could not be measured. */
  failure: { side: CurationSide; error: WireError } | null;
  /** Rows of a file whose labels people vouch for. */
  gold: DataFile | null;
  /** Grows with every measurement: what was read from the one before is read again. */
  round: number;
}

/** How long a change rests before its rows are measured, in milliseconds. */
export const waits = { now: 0, typing: 450 } as const;
export type Wait = keyof typeof waits;

/** The curation of a run as it is worked on. */
export interface Curation {
  run: number;
  store: StoreApi<CurationState>;
  /** Asks what the program knows of the rows. */
  open: () => Promise<void>;
  /** Changes the steps of a side. Changes of the same `field` in quick succession are undone together. */
  edit: (side: CurationSide, change: (steps: Steps) => Steps, more?: { wait?: Wait; field?: string }) => void;
  /** Begins, replaces or gives up the other pipeline. */
  setOther: (other: Steps | null) => void;
  /** Makes the other pipeline the main one, and ends the comparison. */
  useOther: () => void;
  undo: () => void;
  redo: () => void;
  setGold: (gold: DataFile | null) => void;
  measure: (side: CurationSide) => void;
  cancel: () => void;
  apply: () => Promise<void>;
  takeBack: () => Promise<void>;
  close: () => void;
}

/** Edits of one field within this time, in milliseconds, are one step. */
const together = 900;

export function startCuration(run: number): Curation {
  const store = createStore<CurationState>(() => ({
    start: null,
    error: null,
    history: startOf<Draft>({ main: [], other: null }),
    measured: { main: null, other: null },
    work: null,
    waiting: false,
    failure: null,
    gold: null,
    round: 0,
  }));
  const { getState: get, setState: set } = store;
  const due = new Set<CurationSide>();
  let running: { side: CurationSide; steps: Steps } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastField = "";
  let lastEdit = 0;

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
    const steps = stepsOf(side).filter((step) => inUse([step]).length > 0);
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

  const put = (history: History<Draft>, wait: Wait) => {
    const before = get().history.now;
    set({ history });
    const sides: CurationSide[] = (["main", "other"] as const).filter(
      (side) => !sameSteps(inUse(before[side] ?? []), inUse(history.now[side] ?? [])),
    );
    if (history.now.other === null) set(({ measured }) => ({ measured: { ...measured, other: null } }));
    const wanted = sides.filter((side) => history.now[side] !== null);
    if (wanted.length > 0) schedule(wanted, wait);
  };
  const step = (history: History<Draft>) => {
    lastField = "";
    put(history, "now");
  };
  const change = (draft: (now: Draft) => Draft, wait: Wait, field = "") => {
    const { history } = get();
    const now = Date.now();
    const goesOn = field !== "" && field === lastField && now - lastEdit < together;
    lastField = field;
    lastEdit = now;
    put(changed(history, draft(history.now), goesOn), wait);
  };

  return {
    run,
    store,
    open: async () => {
      try {
        const start = await call("curation_open", { run });
        const before = get().start;
        set({ start, error: null });
        if (before) {
          // People judged rows since, or rows came: what was measured then no longer holds.
          const same = (["rows", "judged", "gold"] as const).every((name) => before[name] === start[name]);
          if (!same) schedule(get().history.now.other ? ["main", "other"] : ["main"], "now");
          return;
        }
        set({ history: startOf<Draft>({ main: start.pipeline.curate.map(edited), other: null }) });
        schedule(["main"], "now");
      } catch (thrown) {
        set({ error: wireError(thrown) });
      }
    },
    edit: (side, make, { wait = "now", field } = {}) =>
      change(
        (now) => ({ ...now, [side]: make(now[side] ?? []) }),
        wait,
        field === undefined ? "" : `${side} ${field}`,
      ),
    setOther: (other) => change((now) => ({ ...now, other }), "now"),
    useOther: () => {
      const { measured } = get();
      // What was measured goes with the steps, so that the figures do not blink.
      set({ measured: { main: measured.other, other: null } });
      change(({ main, other }) => ({ main: other ?? main, other: null }), "now");
    },
    undo: () => step(undone(get().history)),
    redo: () => step(redone(get().history)),
    setGold: (gold) => {
      set({ gold });
      schedule(get().history.now.other ? ["main", "other"] : ["main"], "now");
    },
    measure: (side) => schedule([side], "now"),
    cancel: () => {
      due.clear();
      set({ waiting: false });
      call("curation_cancel", { run }).catch((thrown) => running && fail(running.side, thrown));
    },
    apply: async () => {
      if (!isCurrent(get().measured.main, get().history.now.main)) return;
      const applied = await call("curation_apply", { run, side: "main" });
      set(({ start }) => ({ start: start && { ...start, applied } }));
    },
    takeBack: async () => {
      const applied = await call("curation_take_back", { run });
      set(({ start }) => ({ start: start && { ...start, applied } }));
    },
    close: () => {
      clearTimeout(timer);
      stopNotices();
      stopGaps();
    },
  };
}
