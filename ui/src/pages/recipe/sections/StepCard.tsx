import { ChevronRight } from "lucide-react";
import { useRef } from "react";
import { Button as AriaButton, Disclosure, DisclosurePanel, Heading } from "react-aria-components";
import { Card } from "@/components/Card";
import { CodeEditor } from "@/components/CodeEditor";
import type { CodeEditorHandle } from "@/components/code/Editor";
import { Checkbox, Select, Switch, TextField } from "@/components/Field";
import { ItemActions } from "@/components/ItemActions";
import { NameField } from "@/components/NameField";
import { PartIcon } from "@/components/PartIcon";
import type { Recipe } from "@/generated/Recipe";
import type { Step } from "@/generated/Step";
import { t } from "@/locales/t";
import { edit } from "@/state/recipe";
import { copyOfStep } from "../model/copies";
import { move, removeAt, replaceAt } from "../model/lists";
import { variables } from "../model/names";
import { problemAt, useProblems } from "../model/problems";
import { ProblemList } from "../ProblemList";
import { OutputTable } from "./OutputTable";
import { SamplingFields } from "./SamplingFields";
import { StepFlow } from "./StepFlow";

export function StepCard({ recipe, step, at }: { recipe: Recipe; step: Step; at: number }) {
  const problems = useProblems();
  const editor = useRef<CodeEditorHandle>(null);
  const path = `steps[${at}]`;
  const known = variables(recipe, at);
  const put = (part: Partial<Step>, field?: string) =>
    edit(
      (before) => ({ ...before, steps: replaceAt(before.steps, at, { ...step, ...part }) }),
      field && `${path}.${field}`,
    );
  const ids = recipe.steps.map(({ id }) => id);
  const computed = step.method === "formula";
  return (
    <Card className="step-card" data-testid={`step-${step.id}`}>
      <div className="stack">
        <div className="row">
          <span className="muted small">{at + 1}</span>
          <NameField
            label={t("recipe.steps.name")}
            hideLabel
            className="condition-name"
            problem={problemAt(problems, `${path}.id`)}
            value={step.id}
            onChange={(id) => put({ id })}
          />
          <Select
            label={t("recipe.steps.method")}
            hideLabel
            className="condition-scope"
            value={step.method}
            onChange={(method) => put(as[method](step))}
            options={(["write", "score", "formula"] as const).map((id) => ({
              id,
              name: t(`recipe.method.${id}.name`),
              detail: t(`recipe.method.${id}.detail`),
            }))}
          />
          <span className="spacer" />
          <ItemActions
            name={step.id}
            at={at}
            count={ids.length}
            onMove={(by) => edit((before) => ({ ...before, steps: move(before.steps, at, by) }))}
            onDuplicate={() =>
              edit((before) => ({
                ...before,
                steps: before.steps.toSpliced(at + 1, 0, copyOfStep(step, before)),
              }))
            }
            onRemove={() => edit((before) => ({ ...before, steps: removeAt(before.steps, at) }))}
          />
        </div>
        {computed ? null : (
          <div className="stack-tight">
            <h4>{t("recipe.steps.prompt")}</h4>
            <CodeEditor
              value={step.prompt}
              onChange={(prompt) => prompt !== step.prompt && put({ prompt }, "prompt")}
              label={t("recipe.steps.promptOf", { name: step.id })}
              variables={known}
              handle={editor}
              data-testid={`step-prompt-${step.id}`}
            />
            <div className="variable-chips" role="group" aria-label={t("recipe.steps.insert")}>
              {known.map(({ name, origin, insert }) => (
                <AriaButton
                  key={name}
                  className={`variable-chip variable-${origin}`}
                  onPress={() => editor.current?.insert(insert ?? `{{ ${name} }}`)}
                  aria-label={t("recipe.steps.insertOne", { name })}
                >
                  {origin === "input" ? null : <PartIcon part={origin} size={12} />} {name}
                </AriaButton>
              ))}
            </div>
          </div>
        )}
        {recipe.demonstrations.length > 0 ? (
          <div className="row wrap" role="group" aria-label={t("recipe.steps.demonstrations")}>
            <h4>{t("recipe.steps.demonstrations")}</h4>
            {recipe.demonstrations.map(({ name }) => (
              <Checkbox
                key={name}
                label={name}
                value={step.demonstrations.includes(name)}
                onChange={(used) =>
                  put({
                    demonstrations: used
                      ? [...step.demonstrations, name]
                      : step.demonstrations.filter((other) => other !== name),
                  })
                }
              />
            ))}
          </div>
        ) : null}
        <OutputTable
          recipe={recipe}
          step={step}
          at={at}
          onChange={(output) => put(computed ? { output, formulas: formulasOf(output, step) } : { output })}
        />
        {computed
          ? Object.keys(step.output).map((name) => (
              <TextField
                key={name}
                label={t("recipe.steps.formula", { name })}
                problem={problemAt(problems, `${path}.formulas.${name}`)}
                placeholder="price * count"
                mono
                value={step.formulas[name] ?? ""}
                onChange={(formula) =>
                  put({ formulas: { ...step.formulas, [name]: formula } }, `formulas.${name}`)
                }
              />
            ))
          : null}
        <StepFlow recipe={recipe} step={step} at={at} onChange={put} />
        {computed ? null : (
          <Disclosure className="disclosure">
            <Heading level={3}>
              <AriaButton slot="trigger" className="disclosure-trigger">
                <ChevronRight aria-hidden size={15} /> {t("recipe.steps.more")}
                <span className="muted small">
                  {t("recipe.steps.moreNow", {
                    temperature: step.sampling.temperature,
                    top_p: step.sampling.top_p,
                    max: step.sampling.max_tokens,
                  })}
                </span>
              </AriaButton>
            </Heading>
            <DisclosurePanel>
              <div className="stack disclosure-panel">
                <SamplingFields
                  sampling={step.sampling}
                  path={`${path}.sampling`}
                  onChange={(sampling, field) => put({ sampling }, field && `sampling.${field}`)}
                />
                <Switch
                  label={t("recipe.steps.json")}
                  hint={t("recipe.steps.jsonHint")}
                  value={step.json}
                  onChange={(json) => put({ json })}
                />
                <TextField
                  label={t("recipe.steps.model")}
                  hint={t("recipe.steps.modelHint")}
                  value={step.model}
                  onChange={(model) => put({ model }, "model")}
                />
              </div>
            </DisclosurePanel>
          </Disclosure>
        )}
        <ProblemList path={path} />
      </div>
    </Card>
  );
}

/** What a step becomes when it answers in another way. */
const as: Record<Step["method"], (step: Step) => Partial<Step>> = {
  write: () => ({ method: "write", formulas: {} }),
  /** One output, of type label. */
  score: (step) => {
    const name = Object.keys(step.output)[0] ?? "label";
    return {
      method: "score",
      output: { [name]: { type: "label" } },
      json: false,
      formulas: {},
      repeat: eachOrOnce(step),
    };
  },
  formula: (step) => ({
    method: "formula",
    prompt: "",
    json: false,
    formulas: formulasOf(step.output, step),
    repeat: eachOrOnce(step),
  }),
};

function formulasOf(output: Step["output"], step: Step): Step["formulas"] {
  return Object.fromEntries(Object.keys(output).map((name) => [name, step.formulas[name] ?? ""]));
}

/** The ways in which a step without chance can be repeated. */
function eachOrOnce({ repeat }: Step): Step["repeat"] {
  return repeat !== null && "each" in repeat ? repeat : null;
}
