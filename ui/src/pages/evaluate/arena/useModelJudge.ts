import { useEffect, useState } from "react";
import type { ModelArena } from "@/generated/ModelArena";
import { type Answer, useCall } from "@/state/call";
import { onNotice } from "@/state/events";
import type { Job } from "../parts";

/** What models say of pairs of some runs, read again as people or models judge more of them. */
export function useModelJudge(
  runs: readonly number[],
  judged: number,
): { models: Answer<ModelArena[]>; job: Job | null } {
  const models = useCall("arena_models", { runs: [...runs] });
  const [job, setJob] = useState<Job | null>(null);
  const { reload } = models;
  useEffect(
    () =>
      onNotice("job", (notice) => {
        if (notice.job !== "arena" || notice.run !== runs[0]) return;
        setJob(notice);
        if (notice.status !== "running") reload();
      }),
    [runs, reload],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: one more judgment of a person changes how far they agree
  useEffect(() => reload(), [judged, reload]);
  return { models, job };
}
