import { CircleCheck, CircleHelp, TriangleAlert } from "lucide-react";
import type { EvaluationVerdict } from "@/generated/EvaluationVerdict";
import type { Measure } from "@/generated/Measure";
import { t, tMaybe } from "@/locales/t";
import { figureWords } from "./figures";

const signs = { good: CircleCheck, doubtful: TriangleAlert, unknown: CircleHelp };

interface VerdictCardProps {
  verdict: EvaluationVerdict;
  measures: readonly Measure[];
  onOpen: () => void;
}

/** The answer to one question: a sentence, the figures it rests on, and what to do next. */
export function VerdictCard({ verdict, measures, onOpen }: VerdictCardProps) {
  const Sign = signs[verdict.tone];
  const named = verdict.measures
    .map((id) => measures.find((measure) => measure.id === id))
    .filter((measure) => measure !== undefined);
  return (
    <section className={`card verdict verdict-${verdict.tone}`} data-testid={`verdict-${verdict.question}`}>
      <h2 className="row">
        <Sign aria-hidden size={16} />
        <button type="button" className="verdict-link" onClick={onOpen}>
          {tMaybe(`evaluate.question.${verdict.question}`, verdict.question)}
        </button>
        <span className="visually-hidden">{t(`evaluate.tone.${verdict.tone}`)}</span>
      </h2>
      <p className="verdict-sentence">{verdict.sentence}</p>
      <dl className="verdict-figures small muted">
        {named.map((measure) => (
          <div key={measure.id} title={measure.meaning}>
            <dt>{measure.title}</dt>
            <dd>{figureWords(measure)}</dd>
          </div>
        ))}
      </dl>
      {verdict.advice ? <p className="small verdict-advice">{verdict.advice}</p> : null}
    </section>
  );
}
