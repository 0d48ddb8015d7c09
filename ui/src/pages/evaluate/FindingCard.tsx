import { CircleCheck, CircleHelp, TriangleAlert } from "lucide-react";
import type { Finding } from "@/generated/Finding";
import type { Measure } from "@/generated/Measure";
import { t } from "@/locales/t";
import { figureWords } from "./figures";

const signs = { good: CircleCheck, doubtful: TriangleAlert, unknown: CircleHelp };

interface FindingCardProps {
  finding: Finding;
  measures: readonly Measure[];
  onOpen: () => void;
}

/** The answer to one question: a sentence, the figures it rests on, and what to do next. */
export function FindingCard({ finding, measures, onOpen }: FindingCardProps) {
  const Sign = signs[finding.tone];
  const named = finding.measures
    .map((id) => measures.find((measure) => measure.id === id))
    .filter((measure) => measure !== undefined);
  return (
    <section className={`card finding finding-${finding.tone}`} data-testid={`finding-${finding.question}`}>
      <h2 className="row">
        <Sign aria-hidden size={16} />
        <button type="button" className="finding-link" onClick={onOpen}>
          {t(`evaluate.question.${finding.question}`)}
        </button>
        <span className="visually-hidden">{t(`evaluate.tone.${finding.tone}`)}</span>
      </h2>
      <p className="finding-sentence">{finding.sentence}</p>
      <dl className="finding-figures small muted">
        {named.map((measure) => (
          <div key={measure.id} title={measure.meaning}>
            <dt>{measure.title}</dt>
            <dd>{figureWords(measure)}</dd>
          </div>
        ))}
      </dl>
      {finding.advice ? <p className="small finding-advice">{finding.advice}</p> : null}
    </section>
  );
}
