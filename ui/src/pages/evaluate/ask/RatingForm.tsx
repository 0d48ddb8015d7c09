import { Button } from "@/components/Button";
import { Select, TextField } from "@/components/Field";
import type { RowQuestion } from "@/generated/RowQuestion";
import type { Scale } from "@/generated/Scale";
import { t } from "@/locales/t";

type Rating = Extract<RowQuestion, { kind: "rating" }>;

const scales: readonly Scale[] = ["one-to-five", "four-level"];

interface RatingFormProps {
  question: Rating;
  /** What is judged where the user says nothing else. */
  rubric: string;
  disabled: boolean;
  onChange: (question: Rating) => void;
}

/** By what rows are rated: the levels, and what is judged. */
export function RatingForm({ question, rubric, disabled, onChange }: RatingFormProps) {
  return (
    <details className="ask-form">
      <summary className="small" data-testid="ask-rubric">
        {t("evaluate.ask.rating.form")}
      </summary>
      <div className="stack-tight">
        <Select
          label={t("evaluate.ask.rating.scale")}
          value={question.scale}
          onChange={(scale) => onChange({ ...question, scale })}
          options={scales.map((id) => ({ id, name: t(`evaluate.ask.rating.scales.${id}`) }))}
          disabled={disabled}
          data-testid="ask-scale"
        />
        <TextField
          label={t("evaluate.ask.rating.rubric")}
          hint={t("evaluate.ask.rating.hint")}
          value={question.rubric}
          onChange={(text) => onChange({ ...question, rubric: text })}
          lines={3}
          disabled={disabled}
          unfinished
          data-testid="ask-rubric-text"
        />
        {question.rubric === rubric ? null : (
          <Button
            size="small"
            look="quiet"
            onPress={() => onChange({ ...question, rubric })}
            isDisabled={disabled}
          >
            {t("evaluate.ask.rating.reset")}
          </Button>
        )}
      </div>
    </details>
  );
}
