import type { StoreApi } from "zustand";
import type { CurationSide } from "@/generated/CurationSide";
import { call, wireError } from "@/platform";
import { askAgain } from "@/state/call";
import { changed, type History, redone, startOf, undone } from "./history";
import { startMeasuring, type Wait } from "./measuring";
import { edited, isCurrent, type Steps, sameSteps, written } from "./pipeline";
import { type CurationState, type Draft, freshStore } from "./state";

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
  measure: (side: CurationSide) => void;
  cancel: () => void;
  apply: () => Promise<void>;
  takeBack: () => Promise<void>;
  close: () => void;
}

/** Edits of one field within this time, in milliseconds, are one step. */
const together = 900;

export function startCuration(run: number): Curation {
  const store = freshStore();
  const { getState: get, setState: set } = store;
  const measuring = startMeasuring(run, store);
  let lastField = "";
  let lastEdit = 0;

  const put = (history: History<Draft>, wait: Wait) => {
    const before = get().history.now;
    set({ history });
    const sides: CurationSide[] = (["main", "other"] as const).filter(
      (side) => !sameSteps(written(before[side] ?? []), written(history.now[side] ?? [])),
    );
    if (history.now.other === null) set(({ measured }) => ({ measured: { ...measured, other: null } }));
    const wanted = sides.filter((side) => history.now[side] !== null);
    if (wanted.length > 0) measuring.schedule(wanted, wait);
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
          // People judged rows since, rows came, or other gold rows were chosen: what was measured then no longer holds.
          const same = (["rows", "judged", "gold"] as const).every((name) => before[name] === start[name]);
          const sameFile = JSON.stringify(before.gold_file) === JSON.stringify(start.gold_file);
          if (!same || !sameFile) measuring.schedule(get().history.now.other ? ["main", "other"] : ["main"], "now");
          return;
        }
        set({ history: startOf<Draft>({ main: start.pipeline.curate.map(edited), other: null }) });
        measuring.schedule(["main"], "now");
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
    measure: (side) => measuring.schedule([side], "now"),
    cancel: measuring.cancel,
    apply: async () => {
      if (!isCurrent(get().measured.main, get().history.now.main)) return;
      const applied = await call("curation_apply", { run, side: "main" });
      set(({ start }) => ({ start: start && { ...start, applied } }));
      // The run has other rows left now.
      askAgain();
    },
    takeBack: async () => {
      const applied = await call("curation_take_back", { run });
      set(({ start }) => ({ start: start && { ...start, applied } }));
      askAgain();
    },
    close: measuring.close,
  };
}
