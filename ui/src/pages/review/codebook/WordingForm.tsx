import { MessageCircleQuestion, Square } from "lucide-react";
import { useMemo } from "react";
import { Progress } from "@/components/Bar";
import { Button } from "@/components/Button";
import { Callout, ErrorCallout } from "@/components/Callout";
import { Card } from "@/components/Card";
import { TextField } from "@/components/Field";
import type { CodebookRound } from "@/generated/CodebookRound";
import type { CodebookWording } from "@/generated/CodebookWording";
import { t } from "@/locales/t";
import { useAsk } from "@/pages/evaluate/ask/useAsk";
import type { Asking } from "@/pages/evaluate/ask/useAsking";
import { planWords, progressWords } from "@/pages/evaluate/ask/words";
import { questionOf, roundName, sameWording, withDefinition } from "./wording";

interface WordingFormProps {
  run: number;
  rounds: readonly CodebookRound[];
  /** Rows that people labelled. */
  labelled: number;
  /** Labels that miss the aim by the wording on screen. */
  missed: readonly string[];
  wording: CodebookWording;
  onChange: (wording: CodebookWording) => void;
  /** The question for labels that is under way, or was last. */
  asking: Asking | null;
  /** The model is being asked about the run, for labels or something else. */
  busy: boolean;
  onAsked: () => void;
}

/** What the model is told of the labels, and the button that asks it by that. */
export function WordingForm(props: WordingFormProps) {
  const { run, rounds, labelled, missed, wording, onChange, asking, busy, onAsked } = props;
  const running = asking?.job.status === "running";
  const question = useMemo(() => questionOf(rounds, wording), [rounds, wording]);
  // Of the rows of the dataset none is drawn: those that people labelled are asked about anyway.
  const { plan, open, start, stop, error } = useAsk({ run, question, rows: 0, idle: !busy });
  const place = rounds.findIndex((round) => sameWording(round.wording, wording));
  const begun = (rounds[place]?.at ?? null) !== null;
  const standing = () => {
    if (running) return progressWords("codebook", asking);
    if (busy) return t("review.wording.form.busy");
    if (open === 0) return t("review.wording.form.complete", { count: labelled });
    return planWords("codebook", plan, false);
  };
  return (
    <Card title={t("review.wording.form.title")} data-testid="codebook-wording">
      <div className="stack">
        <TextField
          label={t("review.wording.form.codebook")}
          hint={t("review.wording.form.codebookHint")}
          value={wording.codebook}
          onChange={(codebook) => onChange({ ...wording, codebook })}
          lines={6}
          disabled={running}
          unfinished
          data-testid="codebook-text"
        />
        {wording.definitions.map(({ label, text }, at) => (
          <TextField
            key={label}
            label={t("review.wording.form.definition", { label })}
            hint={
              missed.includes(label) ? (
                <span className="bad">{t("review.wording.form.missed")}</span>
              ) : undefined
            }
            value={text}
            onChange={(next) => onChange(withDefinition(wording, label, next))}
            lines={2}
            disabled={running}
            unfinished
            data-testid={`codebook-definition-${at}`}
          />
        ))}
        <div className="stack codebook-ask">
          <p className="small muted" aria-live="polite" data-testid="codebook-standing">
            {place < 0
              ? t("review.wording.form.other")
              : t("review.wording.form.same", { name: roundName(place) })}{" "}
            {standing()}
          </p>
          {running ? (
            <Progress
              label={t("review.wording.form.progress")}
              value={asking.job.total > 0 ? asking.job.done / asking.job.total : null}
            />
          ) : null}
          <div className="row">
            {running ? (
              <Button onPress={() => stop.run()} isDisabled={stop.busy} data-testid="codebook-stop">
                <Square aria-hidden />
                {t("evaluate.part.stop")}
              </Button>
            ) : (
              <Button
                look="primary"
                onPress={() => {
                  onAsked();
                  start.run();
                }}
                isDisabled={busy || start.busy || open === null || open === 0}
                data-testid="codebook-ask"
              >
                <MessageCircleQuestion aria-hidden />
                {t(begun && open !== 0 ? "review.wording.form.rest" : "review.wording.form.ask")}
              </Button>
            )}
          </div>
        </div>
        {asking?.job.failure && !running ? <Callout tone="error">{asking.job.failure}</Callout> : null}
        {error ? <ErrorCallout error={error} /> : null}
      </div>
    </Card>
  );
}
