import type { RunProgress } from "@/generated/RunProgress";
import type { RunStatus } from "@/generated/RunStatus";
import { clock, decimal, duration } from "@/locales/format";
import { t } from "@/locales/t";

/** A run that can still bring rows. */
export function isOpen(status: RunStatus): boolean {
  return status === "running" || status === "paused";
}

/** A run that can be taken up again where it was. */
export function canResume(status: RunStatus): boolean {
  return status === "paused" || status === "cancelled" || status === "failed";
}

export interface Headline {
  /** '312 of 500 rows' */
  main: string;
  /** 'done about 14:20' and other words after it, in order. */
  rest: string[];
}

/**
 * One line on how a run goes. `now` in milliseconds since 1970. Nothing is promised that is not known: without a
 * measured rate the line names no time.
 */
export function headline(progress: RunProgress, now: number): Headline {
  const { summary } = progress;
  const { accepted, dropped, wanted } = summary;
  // People can accept rows beyond those that the run was asked for.
  const main = t(accepted > wanted ? "runs.headline.beyond" : "runs.headline.rows", { accepted, wanted });
  const made = t("runs.headline.made", { duration: duration(progress.elapsed) });
  const rest: string[] = dropped > 0 ? [t("runs.leftOut", { count: dropped })] : [];
  switch (summary.status) {
    case "running":
      if (progress.rows_per_minute !== null) rest.push(rate(progress.rows_per_minute));
      rest.push(
        progress.remaining === null
          ? t("runs.headline.measuring")
          : t("runs.headline.doneAbout", { time: clock(now + progress.remaining * 1000, now) }),
      );
      break;
    case "paused":
      rest.push(t("runs.headline.paused"), made);
      break;
    case "completed":
      rest.push(made);
      if (progress.elapsed > 0) rest.push(rate((summary.accepted * 60) / progress.elapsed));
      break;
    case "exhausted":
      rest.push(t("runs.headline.exhausted", { budget: progress.budget }));
      break;
    case "cancelled":
      rest.push(t("runs.headline.cancelled"), made);
      break;
    case "failed":
      rest.push(t("runs.headline.failed"));
      break;
  }
  return { main, rest };
}

function rate(perMinute: number): string {
  return t("runs.headline.rate", { rate: decimal(perMinute, perMinute < 10 ? 1 : 0) });
}
