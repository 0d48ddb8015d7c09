import { useRef, useState } from "react";
import type { HandChange } from "@/generated/HandChange";
import type { RowSummary } from "@/generated/RowSummary";
import type { WireError } from "@/generated/WireError";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { useAction, useCall } from "@/state/call";

interface Done {
  /** The row, or null where several were changed at once. */
  row: RowSummary | null;
  /** 'Took back the change of text.' */
  words: string;
}

export interface Step {
  /** What it would take back or make again; null where that is nothing, or not known yet. */
  next: HandChange | null;
  isDisabled: boolean;
  run: () => void;
}

export interface Changes {
  undo: Step;
  redo: Step;
  error: WireError | null;
  /** What undo or redo did last, until the next change. */
  done: Done | null;
  /** Rises with each change, undo and redo. */
  count: number;
  /** A row was changed by hand. */
  note: () => void;
  /** Many rows were changed at once, as `what` says. */
  noteMany: (what: string) => void;
}

/** Edits and decisions of a run in their order. The program keeps them, so yesterday's can be taken back too. */
export function useChanges(run: number, onDone: (row: RowSummary | null) => void): Changes {
  const next = useCall("change_next", { run });
  const [done, setDone] = useState<Done | null>(null);
  const [count, setCount] = useState(0);
  const changed = (now: Done | null) => {
    setDone(now);
    setCount((before) => before + 1);
    next.reload();
  };
  const last = useRef<Promise<void>>(Promise.resolve());
  const action = useAction((command: "change_undo" | "change_redo") => {
    // Keys pressed in quick succession are carried out one after the other.
    const take = async () => {
      const answer = await call(command, { run });
      const words = t(command === "change_undo" ? "data.tookBack" : "data.madeAgain", { what: answer.what });
      const row = answer.rows === 1 ? answer.row : null;
      changed({ row, words });
      onDone(row);
    };
    last.current = last.current.then(take, take);
    return last.current;
  });
  // Right after a change the program still says what is next; until it has, anything may be.
  const unknown = count > 0 && next.loading;
  const step = (command: "change_undo" | "change_redo", change: HandChange | null): Step => ({
    next: unknown ? null : change,
    isDisabled: change === null && !unknown,
    run: () => action.run(command),
  });
  return {
    undo: step("change_undo", next.data?.undo ?? null),
    redo: step("change_redo", next.data?.redo ?? null),
    error: action.error ?? next.error,
    done,
    count,
    note: () => changed(null),
    noteMany: (what) => changed({ row: null, words: t("data.bulk.done", { what }) }),
  };
}
