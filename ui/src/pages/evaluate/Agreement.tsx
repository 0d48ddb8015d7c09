import { Scale, Square } from "lucide-react";
import { useEffect, useState } from "react";
import { Progress } from "@/components/Bar";
import { Button } from "@/components/Button";
import { Callout, ErrorCallout } from "@/components/Callout";
import type { Notice } from "@/generated/Notice";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { useAction } from "@/state/call";
import { onNotice } from "@/state/events";

type Job = Extract<Notice, { kind: "job" }>;

/** Asks the model again for each row's label, to see how often it agrees with the label that the row was made for. */
export function Agreement({ run, onDone }: { run: number; onDone: () => void }) {
  const [job, setJob] = useState<Job | null>(null);
  const start = useAction(() => call("agreement_start", { run }));
  const stop = useAction(() => call("agreement_cancel", { run }));
  useEffect(
    () =>
      onNotice("job", (notice) => {
        if (notice.job !== "agreement" || notice.run !== run) return;
        setJob(notice);
        if (notice.status === "completed") onDone();
      }),
    [run, onDone],
  );
  return (
    <section className="row wrap agreement" aria-label={t("evaluate.agreement.title")}>
      <span className="agreement-text">
        <b>{t("evaluate.agreement.title")}</b> <span className="muted">{t("evaluate.agreement.text")}</span>
      </span>
      {job?.status === "running" ? (
        <>
          <span className="agreement-progress">
            <Progress
              label={t("evaluate.agreement.title")}
              value={job.total > 0 ? job.done / job.total : null}
            />
          </span>
          <span className="muted small" data-testid="agreement-progress">
            {t("evaluate.agreement.progress", { done: job.done, total: job.total })}
          </span>
          <Button size="small" onPress={() => stop.run()} isDisabled={stop.busy}>
            <Square aria-hidden />
            {t("evaluate.agreement.stop")}
          </Button>
        </>
      ) : (
        <Button
          size="small"
          onPress={() => start.run()}
          isDisabled={start.busy}
          data-testid="agreement-start"
        >
          <Scale aria-hidden />
          {t("evaluate.agreement.start")}
        </Button>
      )}
      {job?.failure ? <Callout tone="error">{job.failure}</Callout> : null}
      {start.error ? <ErrorCallout error={start.error} /> : null}
      {stop.error ? <ErrorCallout error={stop.error} /> : null}
    </section>
  );
}
