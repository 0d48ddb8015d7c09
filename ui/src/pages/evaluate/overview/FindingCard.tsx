import { ArrowRight, CircleCheck, CircleHelp, TriangleAlert } from "lucide-react";
import { Button as AriaButton, TooltipTrigger } from "react-aria-components";
import { Tip } from "@/components/Tip";
import type { Finding } from "@/generated/Finding";
import type { Measure } from "@/generated/Measure";
import type { Question } from "@/generated/Question";
import { t } from "@/locales/t";
import { definitionOf, valueWords } from "../figures";
import { Spark } from "../Sparkline";
import type { Sparks } from "../sparks";
import { PartLine, type PartLineProps } from "./PartLine";

const signs = { good: CircleCheck, doubtful: TriangleAlert, unknown: CircleHelp };
/** Figures on a card; the dashboard has them all. */
const most = 3;

interface FindingCardProps {
  question: Question;
  /** The answer, where the rows can give one. */
  finding: Finding | null;
  measures: readonly Measure[];
  sparks: Sparks;
  /** The figures that it still waits for, where there are such. */
  part: PartLineProps | null;
  onOpen: () => void;
}

/** The answer to one question: a sentence, the figures it rests on, and what to do next. */
export function FindingCard({ question, finding, measures, sparks, part, onOpen }: FindingCardProps) {
  const tone = finding?.tone ?? "unknown";
  const Sign = signs[tone];
  const named = (finding?.measures ?? [])
    .map((id) => measures.find((measure) => measure.id === id))
    .filter((measure) => measure !== undefined)
    .slice(0, most);
  return (
    <section className={`card finding finding-${tone}`} data-testid={`finding-${question}`}>
      <header className="row finding-head">
        <h2>
          <AriaButton className="finding-link" onPress={onOpen} data-testid={`open-${question}`}>
            {t(`evaluate.question.${question}`)}
            <ArrowRight aria-hidden size={14} />
          </AriaButton>
        </h2>
        <span className="spacer" />
        <span className="row finding-tone small">
          <Sign aria-hidden size={15} />
          {t(`evaluate.tone.${tone}`)}
        </span>
      </header>
      <p className="finding-sentence">{finding?.sentence ?? t(`evaluate.unknown.${question}`)}</p>
      <dl className="finding-figures small">
        {named.map((measure) => (
          <div key={measure.id}>
            <dt className="muted">
              {measure.title}
              {measure.encoder ? (
                <span className="figure-encoder">{t("evaluate.by", { encoder: measure.encoder })}</span>
              ) : null}
            </dt>
            <dd>
              <Spark measure={measure} sparks={sparks} />
              <TooltipTrigger delay={200}>
                <AriaButton className="figure-value">{valueWords(measure)}</AriaButton>
                <Tip>{definitionOf(measure)}</Tip>
              </TooltipTrigger>
              <span className="muted figure-n">{t("evaluate.nIs", { n: measure.n })}</span>
            </dd>
          </div>
        ))}
      </dl>
      <div className="finding-next stack-tight">
        {finding?.advice ? <p className="small">{finding.advice}</p> : null}
        {part ? <PartLine {...part} /> : null}
      </div>
    </section>
  );
}
