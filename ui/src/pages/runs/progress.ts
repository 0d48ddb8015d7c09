import type { Funnel } from "@/generated/Funnel";
import type { RunProgress } from "@/generated/RunProgress";
import { t, tMaybe } from "@/locales/t";

/** A check in plain words: `rouge-l` → 'too similar'. */
export function reasonOf(check: string): string {
  return tMaybe(`runs.reason.${check}`, check);
}

export interface ProgressPart {
  id: string;
  name: string;
  value: number;
  color: string;
}

const namedReasons = 3;

/** Parts of the progress bar. They sum to `total`: what is done, what was tried in vain, and what is still to do. */
export function progressParts(progress: RunProgress): { parts: ProgressPart[]; total: number } {
  const { accepted, wanted } = progress.summary;
  const running = progress.summary.status === "running" ? progress.running : 0;
  const parts: ProgressPart[] = [
    { id: "accepted", name: t("runs.part.accepted"), value: accepted, color: "var(--accent)" },
  ];
  progress.rejected.slice(0, namedReasons).forEach((reason, at) => {
    parts.push({ id: reason.value, name: reasonOf(reason.value), value: reason.count, color: redOf(at) });
  });
  const others = progress.rejected.slice(namedReasons).reduce((sum, reason) => sum + reason.count, 0);
  if (others > 0) {
    parts.push({ id: "_others", name: t("runs.part.others"), value: others, color: redOf(namedReasons) });
  }
  if (running > 0)
    parts.push({ id: "_running", name: t("runs.part.running"), value: running, color: "var(--step)" });
  const done = parts.reduce((sum, part) => sum + part.value, 0);
  const toDo = Math.max(0, wanted - accepted - running);
  return { parts, total: done + toDo };
}

/** Reds of falling strength, so that neighbours in the bar differ without relying on hue. */
function redOf(at: number): string {
  return `color-mix(in srgb, var(--bad) ${[100, 72, 50, 32][at] ?? 32}%, var(--line))`;
}

export function rejectedTotal(progress: RunProgress): number {
  return progress.rejected.reduce((sum, reason) => sum + reason.count, 0);
}

export interface FunnelStage {
  id: keyof Funnel;
  count: number;
  /** Of all answers generated, in [0, 1]; null before the first. */
  share: number | null;
}

const stages = ["generated", "parsed", "valid", "unique", "accepted"] as const;

export function funnelStages(funnel: Funnel): FunnelStage[] {
  return stages.map((id) => ({
    id,
    count: funnel[id],
    share: funnel.generated > 0 ? funnel[id] / funnel.generated : null,
  }));
}
