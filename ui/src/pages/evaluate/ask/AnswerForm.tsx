import { Checkbox, NumberField, Select } from "@/components/Field";
import type { AnswerFields } from "@/generated/AnswerFields";
import { t } from "@/locales/t";
import { type Answered, fromWords } from "./words";

interface AnswerFormProps {
  question: Answered;
  /** Columns of the rows, in order. */
  columns: readonly string[];
  disabled: boolean;
  onChange: (question: Answered) => void;
}

/** Which column the model answers, from which others, and how often. */
export function AnswerForm({ question, columns, disabled, onChange }: AnswerFormProps) {
  const { answer, reads } = question.fields;
  const change = (fields: AnswerFields) => onChange({ ...question, fields });
  const choose = (name: string, chosen: boolean) =>
    change({
      answer,
      reads: columns.filter((column) => (column === name ? chosen : reads.includes(column))),
    });
  return (
    <details className="ask-form">
      <summary className="small" data-testid={`ask-${question.kind}-form`}>
        {fromWords(question)}
      </summary>
      <div className="stack-tight">
        <Select
          label={t("evaluate.ask.answer.column")}
          value={answer}
          onChange={(name) => change({ answer: name, reads: reads.filter((read) => read !== name) })}
          options={columns.map((id) => ({ id, name: id }))}
          disabled={disabled}
          data-testid={`ask-${question.kind}-answer`}
        />
        <fieldset className="ask-reads">
          <legend className="field-label">{t("evaluate.ask.answer.reads")}</legend>
          <div className="row wrap">
            {columns
              .filter((column) => column !== answer)
              .map((column) => (
                <Checkbox
                  key={column}
                  label={column}
                  value={reads.includes(column)}
                  onChange={(chosen) => choose(column, chosen)}
                  disabled={disabled}
                />
              ))}
          </div>
          <span className="field-hint">
            {t(reads.length > 0 ? "evaluate.ask.answer.hint" : "evaluate.ask.answer.none")}
          </span>
        </fieldset>
        {question.kind === "consistency" ? (
          <NumberField
            label={t("evaluate.ask.consistency.times")}
            value={question.times}
            min={2}
            max={40}
            step={1}
            onChange={(times) => onChange({ ...question, times: times ?? 5 })}
            disabled={disabled}
            data-testid="ask-times"
          />
        ) : null}
      </div>
    </details>
  );
}
