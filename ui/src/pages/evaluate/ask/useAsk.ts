import { useMemo } from "react";
import type { AskEstimate } from "@/generated/AskEstimate";
import type { RowQuestion } from "@/generated/RowQuestion";
import type { WireError } from "@/generated/WireError";
import { call } from "@/platform";
import { type Action, useAction, useCall, useRested } from "@/state/call";

export interface Ask {
  /** What asking would take. */
  plan: AskEstimate | null;
  /** Rows to ask about; null while that is not known. */
  open: number | null;
  start: Action<[]>;
  stop: Action<[]>;
  error: WireError | null;
}

interface Asked {
  run: number;
  question: RowQuestion;
  /** How many rows of the dataset are drawn; all where null. */
  rows: number | null;
  /** It can be asked, and is not being asked. */
  idle: boolean;
}

/** What asking a question would take, and how to begin and stop it. Where all is answered, all is asked anew. */
export function useAsk({ run, question, rows, idle }: Asked): Ask {
  const asked = useRested(
    useMemo(() => ({ run, question, rows, anew: false }), [run, question, rows]),
    300,
  );
  const estimate = useCall("annotation_estimate", idle ? asked : undefined);
  const plan = idle ? estimate.data : null;
  const open = plan?.rows ?? null;
  const start = useAction(() => call("annotation_start", { run, question, rows, anew: open === 0 }));
  const stop = useAction(() => call("annotation_cancel", { run }));
  return { plan, open, start, stop, error: start.error ?? stop.error ?? estimate.error };
}
