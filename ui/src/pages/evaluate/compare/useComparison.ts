import { useEffect, useState } from "react";
import type { RunComparison } from "@/generated/RunComparison";
import { call } from "@/platform";
import { type Answer, useCall } from "@/state/call";
import { onNotice } from "@/state/events";

export interface Comparison extends Answer<RunComparison> {
  /** The part that is measured, from 0 to 1; null where it has not begun. */
  part: number | null;
}

/** Runs side by side; what is under way is stopped when nobody looks any more. */
export function useComparison(runs: readonly number[]): Comparison {
  const answer = useCall("evaluation_compare", runs.length > 1 ? { runs: [...runs] } : undefined);
  const [part, setPart] = useState<number | null>(null);
  useEffect(
    () =>
      onNotice("job", ({ job, done, total }) => {
        if (job === "comparison") setPart(total > 0 ? done / total : null);
      }),
    [],
  );
  useEffect(
    () => () => {
      // One that has ended needs no stopping.
      call("evaluation_compare_cancel").catch(() => {});
    },
    [],
  );
  useEffect(() => {
    if (!answer.loading) setPart(null);
  }, [answer.loading]);
  return { ...answer, part };
}
