import { createStore, type StoreApi } from "zustand";
import type { CurationSide } from "@/generated/CurationSide";
import type { CurationStart } from "@/generated/CurationStart";
import type { WireError } from "@/generated/WireError";
import { type History, startOf } from "./history";
import type { Measured, Steps } from "./pipeline";

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
  /** Grows with every measurement: what was read from the one before is read again. */
  round: number;
}

export function freshStore(): StoreApi<CurationState> {
  return createStore<CurationState>(() => ({
    start: null,
    error: null,
    history: startOf<Draft>({ main: [], other: null }),
    measured: { main: null, other: null },
    work: null,
    waiting: false,
    failure: null,
    round: 0,
  }));
}
