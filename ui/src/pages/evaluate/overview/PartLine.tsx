import { Ruler, Square } from "lucide-react";
import { Progress } from "@/components/Bar";
import { Button } from "@/components/Button";
import { Callout, ErrorCallout } from "@/components/Callout";
import type { EvaluationPart } from "@/generated/EvaluationPart";
import type { EvaluationPartState } from "@/generated/EvaluationPartState";
import { clock } from "@/locales/format";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { useAction } from "@/state/call";
import { type Job, type Standing, standingOf } from "../parts";
import { StudentSelect } from "./StudentSelect";

export interface PartLineProps {
  run: number;
  state: EvaluationPartState;
  job: Job | undefined;
  /** What the part may lack, as its button says it. */
  remedy: string;
  /** Leads there. */
  onRemedy: () => void;
}

/** Figures that take longer: how they stand, and the one button that goes on from there. */
export function PartLine({ run, state, job, remedy, onRemedy }: PartLineProps) {
  const { part } = state;
  const start = useAction(() => call("evaluation_start", { run, part }));
  const stop = useAction(() => call("evaluation_cancel", { run, part }));
  const standing = standingOf(state, job);
  const error = start.error ?? stop.error;
  return (
    <div className="row part-line" data-testid={`part-${part}`}>
      <p className="small muted">{wordsOf(part, standing)}</p>
      {standing.kind === "running" ? (
        <>
          <Progress
            label={t(`evaluate.part.${part}.title`)}
            value={standing.total > 0 ? standing.done / standing.total : null}
          />
          <Button size="small" onPress={() => stop.run()} isDisabled={stop.busy} data-testid={`stop-${part}`}>
            <Square aria-hidden />
            {t("evaluate.part.stop")}
          </Button>
        </>
      ) : standing.kind === "needs" ? (
        <Button size="small" onPress={onRemedy} data-testid={`remedy-${part}`}>
          {remedy}
        </Button>
      ) : (
        <>
          {part === "usefulness" ? <StudentSelect /> : null}
          <Button
            size="small"
            look={standing.kind === "measured" ? "quiet" : "plain"}
            onPress={() => start.run()}
            isDisabled={start.busy}
            data-testid={`measure-part-${part}`}
          >
            <Ruler aria-hidden />
            {t(standing.kind === "not-measured" ? `evaluate.part.${part}.start` : "evaluate.part.again")}
          </Button>
        </>
      )}
      {job?.failure && standing.kind !== "running" ? <Callout tone="error">{job.failure}</Callout> : null}
      {error ? <ErrorCallout error={error} /> : null}
    </div>
  );
}

function wordsOf(part: EvaluationPart, standing: Standing): string {
  switch (standing.kind) {
    case "running":
      return standing.total > 0
        ? t("evaluate.part.progress", { done: standing.done, total: standing.total })
        : t("evaluate.part.begun");
    case "needs":
      return standing.sentence;
    case "not-measured":
      return t(`evaluate.part.${part}.text`);
    case "stale":
      return t("evaluate.part.stale", { what: t(`evaluate.part.${part}.title`) });
    case "measured":
      return t("evaluate.part.measured", {
        what: t(`evaluate.part.${part}.short`),
        time: clock(standing.at, Date.now()),
      });
  }
}
