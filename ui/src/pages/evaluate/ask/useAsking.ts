import { useCallback, useEffect, useRef, useState } from "react";
import type { AnnotationView } from "@/generated/AnnotationView";
import { type Answer, useCall } from "@/state/call";
import { onGap, onNotice } from "@/state/events";
import type { Job } from "../parts";

const prefix = "annotation:";

/** A question under way, or the last one that ended. */
export interface Asking {
  /** Key of the question. */
  key: string;
  job: Job;
  /** Seconds until it is done at the pace so far; null before there is one. */
  left: number | null;
}

/** What a model was asked about a run, and what it is being asked; `onAnswers` hears that there are new answers. */
export function useAsking(
  run: number,
  onAnswers: () => void,
): { view: Answer<AnnotationView>; asking: Asking | null } {
  const view = useCall("annotation_view", { run });
  const { reload } = view;
  const asking = useAskingJob(
    run,
    useCallback(() => {
      reload();
      onAnswers();
    }, [reload, onAnswers]),
  );
  return { view, asking };
}

/** The question about a run that a model is being asked, or was last; `onEnd` hears that it came to its end. */
export function useAskingJob(run: number, onEnd: () => void): Asking | null {
  const [asking, setAsking] = useState<Asking | null>(null);
  const begun = useRef<{ key: string; at: number } | null>(null);
  useEffect(() => {
    const ended = () => {
      begun.current = null;
      onEnd();
    };
    const stopNotices = onNotice("job", (job) => {
      if (job.run !== run || !job.job.startsWith(prefix)) return;
      const key = job.job.slice(prefix.length);
      if (begun.current?.key !== key) begun.current = { key, at: Date.now() };
      const seconds = (Date.now() - begun.current.at) / 1000;
      const left = job.done > 0 ? (seconds / job.done) * (job.total - job.done) : null;
      setAsking({ key, job, left });
      if (job.status !== "running") ended();
    });
    // What was missed may have been the end of it.
    const stopGaps = onGap(() => {
      setAsking(null);
      ended();
    });
    return () => {
      stopNotices();
      stopGaps();
    };
  }, [run, onEnd]);
  return asking;
}
