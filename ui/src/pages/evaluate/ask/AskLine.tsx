import { MessageCircleQuestion, Square } from "lucide-react";
import { useState } from "react";
import { Progress } from "@/components/Bar";
import { Button } from "@/components/Button";
import { Callout, ErrorCallout } from "@/components/Callout";
import type { AnnotationView } from "@/generated/AnnotationView";
import type { QuestionState } from "@/generated/QuestionState";
import { t } from "@/locales/t";
import { AnswerForm } from "./AnswerForm";
import { RatingForm } from "./RatingForm";
import { useAsk } from "./useAsk";
import type { Asking } from "./useAsking";
import { isWhole, nameOf, planWords, progressWords, standingWords } from "./words";

interface AskLineProps {
  run: number;
  view: AnnotationView;
  state: QuestionState;
  /** How many rows are drawn; all where null. */
  rows: number | null;
  /** How asking this question goes or ended. */
  asking: Asking | null;
  /** Some question is under way. */
  busy: boolean;
}

/** One question: how far it is, what asking would take, and the button that asks. */
export function AskLine({ run, view, state, rows, asking, busy }: AskLineProps) {
  const [question, setQuestion] = useState(state.question);
  const running = asking?.job.status === "running";
  const same = JSON.stringify(question) === JSON.stringify(state.question);
  const ready = state.needs === null && isWhole(question);
  const { plan, open, start, stop, error } = useAsk({ run, question, rows, idle: !running && ready });
  const anew = open === 0;
  const name = nameOf(question);
  return (
    <li className="ask-line" data-testid={`ask-${state.key}`}>
      <div className="ask-words">
        <h3>{name}</h3>
        <p className="small">{standingWords(state, same)}</p>
        <p className="small muted" aria-live="polite">
          {running
            ? progressWords(question.kind, asking)
            : planWords(question.kind, plan, same && state.at !== null)}
        </p>
      </div>
      {running ? (
        <Button
          size="small"
          onPress={() => stop.run()}
          isDisabled={stop.busy}
          data-testid={`ask-stop-${state.key}`}
        >
          <Square aria-hidden />
          {t("evaluate.part.stop")}
        </Button>
      ) : (
        <Button
          size="small"
          look={anew ? "quiet" : "plain"}
          onPress={() => start.run()}
          isDisabled={busy || start.busy || open === null}
          aria-label={t("evaluate.ask.startName", { name })}
          data-testid={`ask-start-${state.key}`}
        >
          <MessageCircleQuestion aria-hidden />
          {t(
            anew
              ? "evaluate.ask.anew"
              : same && state.answered > 0
                ? "evaluate.ask.goOn"
                : "evaluate.ask.start",
          )}
        </Button>
      )}
      {running ? (
        <Progress label={name} value={asking.job.total > 0 ? asking.job.done / asking.job.total : null} />
      ) : null}
      {question.kind === "rating" ? (
        <RatingForm question={question} rubric={view.rubric} disabled={running} onChange={setQuestion} />
      ) : null}
      {question.kind === "recheck" || question.kind === "consistency" ? (
        <AnswerForm question={question} columns={view.columns} disabled={running} onChange={setQuestion} />
      ) : null}
      {state.needs !== null ? <p className="small muted">{state.needs}</p> : null}
      {asking?.job.failure && !running ? <Callout tone="error">{asking.job.failure}</Callout> : null}
      {error ? <ErrorCallout error={error} /> : null}
    </li>
  );
}
