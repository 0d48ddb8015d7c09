import { ChevronRight } from "lucide-react";
import { Button as AriaButton, Disclosure, DisclosurePanel, Heading } from "react-aria-components";
import { Checkbox, NumberField, Select, TextField } from "@/components/Field";
import type { Recipe } from "@/generated/Recipe";
import type { Repeat } from "@/generated/Repeat";
import type { Step } from "@/generated/Step";
import { t } from "@/locales/t";
import { listNames } from "../model/names";
import { problemAt, useProblems } from "../model/problems";

interface StepFlowProps {
  recipe: Recipe;
  step: Step;
  at: number;
  onChange: (part: Partial<Step>, field?: string) => void;
}

const ways = ["once", "each", "vote", "until"] as const;
type Way = (typeof ways)[number];

/** Whether a step is taken, and how often. */
export function StepFlow({ recipe, step, at, onChange }: StepFlowProps) {
  const problems = useProblems();
  const path = `steps[${at}]`;
  const way = wayOf(step.repeat);
  const lists = listNames(recipe, at);
  const possible = ways.filter((each) => each === "once" || each === "each" || step.method === "write");
  return (
    <Disclosure className="disclosure" data-testid={`step-flow-${step.id}`}>
      <Heading level={3}>
        <AriaButton slot="trigger" className="disclosure-trigger">
          <ChevronRight aria-hidden size={15} /> {t("recipe.flow.title")}
          <span className="muted small">
            {t("recipe.flow.now", {
              when: step.when ?? t("recipe.flow.always"),
              way: t(`recipe.flow.${way}.name`),
            })}
          </span>
        </AriaButton>
      </Heading>
      <DisclosurePanel>
        <div className="stack disclosure-panel">
          <TextField
            label={t("recipe.flow.when")}
            hint={t("recipe.flow.whenHint")}
            problem={problemAt(problems, `${path}.when`)}
            placeholder="label == 'complaint'"
            mono
            value={step.when ?? ""}
            onChange={(when) => onChange({ when: when === "" ? null : when }, "when")}
          />
          <Select
            label={t("recipe.flow.way")}
            value={way}
            onChange={(next) => onChange({ repeat: blank(next, step, lists) })}
            options={possible.map((id) => ({
              id,
              name: t(`recipe.flow.${id}.name`),
              detail: t(`recipe.flow.${id}.detail`),
            }))}
          />
          <RepeatFields
            step={step}
            lists={lists}
            path={`${path}.repeat`}
            onChange={(repeat, field) => onChange({ repeat }, field && `repeat.${field}`)}
          />
        </div>
      </DisclosurePanel>
    </Disclosure>
  );
}

interface RepeatFieldsProps {
  step: Step;
  lists: string[];
  path: string;
  onChange: (repeat: Repeat, field?: string) => void;
}

function RepeatFields({ step, lists, path, onChange }: RepeatFieldsProps) {
  const problems = useProblems();
  const { repeat } = step;
  if (repeat === null) return null;
  if ("each" in repeat) {
    return (
      <Select
        label={t("recipe.flow.list")}
        hint={lists.length === 0 ? t("recipe.flow.noList") : undefined}
        value={repeat.each}
        onChange={(each) => onChange({ each })}
        options={[...new Set([...lists, repeat.each])].map((id) => ({ id, name: id }))}
      />
    );
  }
  if ("vote" in repeat) {
    const { vote } = repeat;
    return (
      <div className="fields-2">
        <NumberField
          label={t("recipe.flow.samples")}
          problem={problemAt(problems, `${path}.vote.samples`)}
          value={vote.samples}
          min={2}
          max={100}
          step={1}
          onChange={(samples) => samples !== null && onChange({ vote: { ...vote, samples } }, "samples")}
        />
        <Select
          label={t("recipe.flow.on")}
          value={vote.on}
          onChange={(on) => onChange({ vote: { ...vote, on } })}
          options={Object.keys(step.output).map((id) => ({ id, name: id }))}
        />
        <TextField
          label={t("recipe.flow.by")}
          hint={t("recipe.flow.byHint")}
          problem={problemAt(problems, `${path}.vote.by`)}
          mono
          value={vote.by ?? ""}
          onChange={(by) => onChange({ vote: { ...vote, by: by === "" ? null : by } }, "by")}
        />
      </div>
    );
  }
  const { until } = repeat;
  return (
    <>
      <div className="fields-2">
        <TextField
          label={t("recipe.flow.test")}
          problem={problemAt(problems, `${path}.until.test`)}
          placeholder="grade >= 4"
          mono
          value={until.test}
          onChange={(test) => onChange({ until: { ...until, test } }, "test")}
        />
        <NumberField
          label={t("recipe.flow.most")}
          problem={problemAt(problems, `${path}.until.most`)}
          value={until.most}
          min={1}
          max={100}
          step={1}
          onChange={(most) => most !== null && onChange({ until: { ...until, most } }, "most")}
        />
      </div>
      <Checkbox
        label={t("recipe.flow.gather")}
        value={until.gather}
        onChange={(gather) => onChange({ until: { ...until, gather } })}
      />
    </>
  );
}

function wayOf(repeat: Repeat | null): Way {
  if (repeat === null) return "once";
  if ("each" in repeat) return "each";
  return "vote" in repeat ? "vote" : "until";
}

function blank(way: Way, step: Step, lists: string[]): Repeat | null {
  const field = Object.keys(step.output)[0] ?? "text";
  switch (way) {
    case "once":
      return null;
    case "each":
      return { each: lists[0] ?? "" };
    case "vote":
      return { vote: { samples: 5, on: field, by: null } };
    case "until":
      return { until: { test: `${field} != ''`, most: 3, gather: false } };
  }
}
