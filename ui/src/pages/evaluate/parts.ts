import { useEffect, useState } from "react";
import type { EvaluationPart } from "@/generated/EvaluationPart";
import type { EvaluationPartState } from "@/generated/EvaluationPartState";
import type { Notice } from "@/generated/Notice";
import { onGap, onNotice } from "@/state/events";

export type Job = Extract<Notice, { kind: "job" }>;
export type Jobs = Readonly<Partial<Record<EvaluationPart, Job>>>;

const parts: readonly EvaluationPart[] = ["semantic", "usefulness", "judges", "privacy", "canaries"];

/** The jobs that measure parts of a run's figures, as they go; `onDone` hears when one has come to its end. */
export function usePartJobs(run: number, onDone: () => void): Jobs {
  const [jobs, setJobs] = useState<Jobs>({});
  useEffect(() => {
    const stopNotices = onNotice("job", (job) => {
      const part = parts.find((id) => id === job.job);
      if (!part || job.run !== run) return;
      setJobs((before) => ({ ...before, [part]: job }));
      if (job.status === "completed") onDone();
    });
    // What was missed may have been the end of one.
    const stopGaps = onGap(() => {
      setJobs({});
      onDone();
    });
    return () => {
      stopNotices();
      stopGaps();
    };
  }, [run, onDone]);
  return jobs;
}

/** How a part stands, as its line says it. */
export type Standing =
  | { kind: "running"; done: number; total: number }
  | { kind: "needs"; sentence: string }
  | { kind: "not-measured" }
  | { kind: "stale"; at: number | null }
  | { kind: "measured"; at: number };

export function standingOf(state: EvaluationPartState, job: Job | undefined): Standing {
  if (job?.status === "running") return { kind: "running", done: job.done, total: job.total };
  if (state.needs !== null) return { kind: "needs", sentence: state.needs };
  if (state.stale) return { kind: "stale", at: state.at };
  return state.at === null ? { kind: "not-measured" } : { kind: "measured", at: state.at };
}
