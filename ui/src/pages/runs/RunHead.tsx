import { Pause, Play, Square } from "lucide-react";
import { useEffect, useState } from "react";
import { Bar } from "@/components/Bar";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import type { RunProgress } from "@/generated/RunProgress";
import { count } from "@/locales/format";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { useAction } from "@/state/call";
import { headline, isOpen } from "./headline";
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

/** One line on how the run goes, its progress bar, and what can be done with it. */
export function RunHead({ progress, onChanged }: { progress: RunProgress; onChanged: () => void }) {
  const { run, status } = progress.summary;
  const now = useNow(status === "running");
  const line = headline(progress, now);
  const { parts, total } = progressParts(progress);
  const act = useAction(async (command: "run_pause" | "run_resume" | "run_cancel") => {
    await call(command, { run });
    onChanged();
  });
  return (
    <header className="run-head stack-tight">
      <div className="row wrap">
        <p className="run-line" data-testid="run-progress">
          <b>{line.main}</b> <span className="muted">· {line.rest.join(" · ")}</span>
        </p>
        <span data-testid="run-status" data-status={status}>
          <StatusChip status={status} />
        </span>
        <span className="spacer" />
        {status === "running" ? (
          <Button onPress={() => act.run("run_pause")} isDisabled={act.busy} data-testid="run-pause">
            <Pause aria-hidden />
            {t("runs.pause")}
          </Button>
        ) : null}
        {status === "paused" ? (
          <Button
            look="primary"
            onPress={() => act.run("run_resume")}
            isDisabled={act.busy}
            data-testid="run-resume"
          >
            <Play aria-hidden />
            {t("runs.resume")}
          </Button>
        ) : null}
        {isOpen(status) ? (
          <Button onPress={() => act.run("run_cancel")} isDisabled={act.busy} data-testid="run-cancel">
            <Square aria-hidden />
            {t("runs.cancel")}
          </Button>
        ) : null}
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
      {act.error ? <ErrorCallout error={act.error} /> : null}
    </header>
  );
}
