import { NumberField } from "@/components/Field";
import { NameField } from "@/components/NameField";
import type { Sampling } from "@/generated/Sampling";
import { t } from "@/locales/t";
import { items } from "../model/lists";
import { problemAt, useProblems } from "../model/problems";

export interface SamplingFieldsProps {
  sampling: Sampling;
  path: string;
  onChange: (sampling: Sampling, field?: string) => void;
}

const numbers = [
  { key: "temperature", min: 0, max: 5, step: 0.001 },
  { key: "top_p", min: 0.001, max: 1, step: 0.001 },
  { key: "min_p", min: 0, max: 0.999, step: 0.001 },
  { key: "repetition_penalty", min: 0.001, max: 5, step: 0.001 },
  { key: "presence_penalty", min: -5, max: 5, step: 0.001 },
  { key: "suppression", min: 0, max: 100, step: 0.1 },
  { key: "self_debiasing", min: 0, max: 10_000, step: 1 },
  { key: "max_tokens", min: 1, max: 32768, step: 1 },
] as const;

/** How tokens are drawn. */
export function SamplingFields({ sampling, path, onChange }: SamplingFieldsProps) {
  const problems = useProblems();
  return (
    <div className="fields-3">
      {numbers.map(({ key, ...bounds }) => (
        <NumberField
          key={key}
          label={t(`recipe.sampling.${key}.name`)}
          hint={t(`recipe.sampling.${key}.hint`)}
          problem={problemAt(problems, `${path}.${key}`)}
          value={sampling[key]}
          {...bounds}
          onChange={(value) => value !== null && onChange({ ...sampling, [key]: value }, key)}
        />
      ))}
      <NumberField
        label={t("recipe.sampling.top_k.name")}
        hint={t("recipe.sampling.top_k.hint")}
        problem={problemAt(problems, `${path}.top_k`)}
        placeholder={t("recipe.sampling.off")}
        value={sampling.top_k}
        min={1}
        step={1}
        onChange={(top_k) => onChange({ ...sampling, top_k }, "top_k")}
      />
      <NameField
        label={t("recipe.sampling.stop.name")}
        hint={t("recipe.sampling.stop.hint")}
        mono
        value={sampling.stop.map(visible).join(", ")}
        onChange={(typed) => onChange({ ...sampling, stop: items(typed).map(invisible) })}
      />
    </div>
  );
}

const visible = (text: string) => text.replaceAll("\n", "\\n").replaceAll("\t", "\\t");
const invisible = (text: string) => text.replaceAll("\\n", "\n").replaceAll("\\t", "\t");
