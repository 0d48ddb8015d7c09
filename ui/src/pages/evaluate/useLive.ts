import { useEffect, useRef, useState } from "react";
import type { RunSummary } from "@/generated/RunSummary";
import { onNotice } from "@/state/events";

/** Least milliseconds between two measurings while a run goes on. */
const pause = 4000;
/** One more row for so many is worth measuring again. */
const forEach = 10;

/** Whether rows are measured again: a tenth more came, and the last time is a while ago. */
export function isDue(asked: number, accepted: number, waited: number): boolean {
  return waited >= pause && accepted > asked && (accepted - asked) * forEach >= asked;
}

export interface Live {
  accepted: number;
  /** The run still makes rows. */
  running: boolean;
}

/** Follows a run, and has its rows measured again as they come; once more when it ends. */
export function useLive(run: RunSummary, measureAgain: () => void): Live {
  const [live, setLive] = useState<Live>({ accepted: run.accepted, running: run.status === "running" });
  const asked = useRef({ rows: run.accepted, at: Date.now() });
  const wasRunning = useRef(run.status === "running");
  useEffect(
    () =>
      onNotice("run", ({ progress }) => {
        const { run: which, accepted, status } = progress.summary;
        if (which !== run.run) return;
        const running = status === "running";
        const ended = wasRunning.current && !running;
        wasRunning.current = running;
        setLive({ accepted, running });
        if (!ended && !isDue(asked.current.rows, accepted, Date.now() - asked.current.at)) return;
        asked.current = { rows: accepted, at: Date.now() };
        measureAgain();
      }),
    [run.run, measureAgain],
  );
  return live;
}
