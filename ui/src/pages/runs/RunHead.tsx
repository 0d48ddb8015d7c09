import { useEffect, useState } from "react";
import { Bar } from "@/components/Bar";
import type { RunProgress } from "@/generated/RunProgress";
import { count } from "@/locales/format";
import { t } from "@/locales/t";
import { headline } from "./headline";
import { progressParts } from "./progress";
import { StatusChip } from "./StatusChip";

/** The time, read again every few seconds while `ticking`. */
function useNow(ticking: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!ticking) return;
    const timer = setInterval(() => setNow(Date.now()), 5000);
    return () => clearInterval(timer);
  }, [ticking]);
  return now;
}

/** One line on how the run goes, and its progress bar. */
export function RunHead({ progress }: { progress: RunProgress }) {
  const { status } = progress.summary;
  const now = useNow(status === "running");
  const line = headline(progress, now);
  const { parts, total } = progressParts(progress);
  return (
    <header className="run-head stack-tight">
      <div className="row wrap">
        <p className="run-line" data-testid="run-progress">
          <b>{line.main}</b> <span className="muted">· {line.rest.join(" · ")}</span>
        </p>
        <span data-testid="run-status" data-status={status}>
          <StatusChip status={status} />
        </span>
      </div>
      <Bar label={t("runs.bar")} parts={parts} total={total} height={12} />
      <ul className="row wrap run-legend small muted">
        {parts.map((part) => (
          <li key={part.id} className="row">
            <i aria-hidden style={{ background: part.color }} />
            {t("runs.part.count", { count: count(part.value), name: part.name })}
          </li>
        ))}
      </ul>
    </header>
  );
}
