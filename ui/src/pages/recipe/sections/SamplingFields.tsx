import { ChevronRight } from "lucide-react";
import { useEffect, useState } from "react";
import { Button as AriaButton, Disclosure, DisclosurePanel, Heading } from "react-aria-components";
import { NumberField } from "@/components/Field";
import { NameField } from "@/components/NameField";
import type { Sampling } from "@/generated/Sampling";
import { t } from "@/locales/t";
import { plainSampling } from "../model/fresh";
import { items } from "../model/lists";
import { lies, problemAt, useProblems } from "../model/problems";

export interface SamplingFieldsProps {
  sampling: Sampling;
  path: string;
  onChange: (sampling: Sampling, field?: string) => void;
}

const usual = [
  { key: "temperature", min: 0, max: 5, step: 0.001 },
  { key: "top_p", min: 0.001, max: 1, step: 0.001 },
  { key: "max_tokens", min: 1, max: 32768, step: 1 },
] as const;

const rare = [
  { key: "min_p", min: 0, max: 0.999, step: 0.001 },
  { key: "repetition_penalty", min: 0.001, max: 5, step: 0.001 },
  { key: "presence_penalty", min: -5, max: 5, step: 0.001 },
  { key: "suppression", min: 0, max: 100, step: 0.1 },
  { key: "self_debiasing", min: 0, max: 10_000, step: 1 },
] as const;

const folded = [...rare.map(({ key }) => key), "top_k", "stop"] as const;

/** How tokens are drawn. What is rarely used stays folded until a recipe uses it. */
export function SamplingFields({ sampling, path, onChange }: SamplingFieldsProps) {
  const problems = useProblems();
  const used = folded.some((key) => JSON.stringify(sampling[key]) !== JSON.stringify(plainSampling[key]));
  const broken = problems.some((problem) => folded.some((key) => lies(problem, `${path}.${key}`)));
  const [open, setOpen] = useState(used || broken);
  // Only what comes anew unfolds them: a field that goes back to its default must not vanish from under the cursor.
  useEffect(() => {
    if (used || broken) setOpen(true);
  }, [used, broken]);
  const numberField = ({ key, ...bounds }: (typeof usual)[number] | (typeof rare)[number]) => (
    <NumberField
      key={key}
      label={t(`recipe.sampling.${key}.name`)}
      hint={t(`recipe.sampling.${key}.hint`)}
      problem={problemAt(problems, `${path}.${key}`)}
      value={sampling[key]}
      {...bounds}
      onChange={(value) => value !== null && onChange({ ...sampling, [key]: value }, key)}
    />
  );
  return (
    <>
      <div className="fields-3">{usual.map(numberField)}</div>
      <Disclosure className="disclosure" isExpanded={open} onExpandedChange={setOpen}>
        <Heading level={4}>
          <AriaButton slot="trigger" className="disclosure-trigger">
            <ChevronRight aria-hidden size={15} /> {t("recipe.sampling.more")}
          </AriaButton>
        </Heading>
        <DisclosurePanel>
          <div className="fields-3 disclosure-panel">
            {rare.map(numberField)}
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
              problem={problemAt(problems, `${path}.stop`)}
              mono
              value={sampling.stop.map(visible).join(", ")}
              onChange={(typed) => onChange({ ...sampling, stop: items(typed).map(invisible) })}
            />
          </div>
        </DisclosurePanel>
      </Disclosure>
    </>
  );
}

const visible = (text: string) => text.replaceAll("\n", "\\n").replaceAll("\t", "\\t");
const invisible = (text: string) => text.replaceAll("\\n", "\n").replaceAll("\\t", "\t");
