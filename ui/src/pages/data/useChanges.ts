import { useState } from "react";
import type { ChangeDone } from "@/generated/ChangeDone";
import type { HandChange } from "@/generated/HandChange";
import type { RowSummary } from "@/generated/RowSummary";
import type { WireError } from "@/generated/WireError";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { useAction, useCall } from "@/state/call";

interface Done {
  row: RowSummary;
  /** 'Took back the change of text.' */
  words: string;
}

export interface Changes {
  /** What undo would take back, and redo make again; null where there is nothing. */
  next: { undo: HandChange | null; redo: HandChange | null };
  undo: () => void;
  redo: () => void;
  busy: boolean;
  error: WireError | null;
  /** What undo or redo did last, until the next change. */
  done: Done | null;
  /** Rises with each change, undo and redo. */
  count: number;
  /** A row was changed by hand. */
  note: () => void;
}

/** Edits and decisions of a run in their order. The program keeps them, so yesterday's can be taken back too. */
export function useChanges(run: number, onDone: (row: RowSummary) => void): Changes {
  const next = useCall("change_next", { run });
  const [done, setDone] = useState<Done | null>(null);
  const [count, setCount] = useState(0);
  const changed = (now: Done | null) => {
    setDone(now);
    setCount((before) => before + 1);
    next.reload();
  };
  const step = useAction(async (command: "change_undo" | "change_redo") => {
    const answer: ChangeDone = await call(command, { run });
    const words = t(command === "change_undo" ? "data.tookBack" : "data.madeAgain", { what: answer.what });
    changed({ row: answer.row, words });
    onDone(answer.row);
  });
  return {
    next: next.data ?? { undo: null, redo: null },
    undo: () => step.run("change_undo"),
    redo: () => step.run("change_redo"),
    busy: step.busy,
    error: step.error ?? next.error,
    done,
    count,
    note: () => changed(null),
  };
}
