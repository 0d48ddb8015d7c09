import { NumberField, Select } from "@/components/Field";
import type { Condition } from "@/generated/Condition";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { valuesOf } from "../model/scopes";
import { LabelShares } from "./LabelShares";
import { TreeEditor } from "./TreeEditor";
import { ValueBoard } from "./ValueBoard";
import { WordsEditor } from "./WordsEditor";

export interface ScopeEditorProps {
  condition: Condition;
  recipe: Recipe;
  onChange: (condition: Condition, field?: string) => void;
}

/** The values of a condition, in the form that its scope asks for. */
export function ScopeEditor({ condition, recipe, onChange }: ScopeEditorProps) {
  const { name } = condition;
  if ("values" in condition) {
    return (
      <ValueBoard
        name={name}
        values={condition.values}
        onChange={(values, field) => onChange({ name, values }, field)}
      />
    );
  }
  if ("labels" in condition) {
    return (
      <LabelShares
        labels={recipe.task.labels.map((label) => label.name)}
        weights={condition.labels.weights}
        onChange={(weights) => onChange({ name, labels: { weights } })}
      />
    );
  }
  if ("range" in condition) {
    const { range } = condition;
    const field = (part: "low" | "high" | "step") => (
      <NumberField
        key={part}
        label={t(`recipe.range.${part}`)}
        value={range[part]}
        min={part === "step" ? 0.0001 : undefined}
        onChange={(value) => value !== null && onChange({ name, range: { ...range, [part]: value } })}
      />
    );
    return <div className="fields-3">{(["low", "high", "step"] as const).map(field)}</div>;
  }
  if ("words" in condition) {
    return (
      <WordsEditor name={name} words={condition.words} onChange={(words) => onChange({ name, words })} />
    );
  }
  if ("tree" in condition) {
    return (
      <TreeEditor
        name={name}
        branches={condition.tree}
        onChange={(tree, field) => onChange({ name, tree }, field)}
      />
    );
  }
  return <DependsEditor condition={condition} recipe={recipe} onChange={onChange} />;
}

interface DependsEditorProps extends ScopeEditorProps {
  condition: Extract<Condition, { depends: unknown }>;
}

function DependsEditor({ condition, recipe, onChange }: DependsEditorProps) {
  const { name, depends } = condition;
  const others = recipe.conditions.filter((other) => other.name !== name);
  const parent = others.find((other) => other.name === depends.on);
  const wanted = parent ? valuesOf(parent, recipe) : [];
  const rows = [...new Set([...wanted, ...Object.keys(depends.cases)])];
  return (
    <div className="stack">
      <Select
        label={t("recipe.depends.on")}
        value={depends.on || null}
        onChange={(on) => onChange({ name, depends: { ...depends, on } })}
        options={others.map((other) => ({ id: other.name, name: other.name }))}
      />
      <div className="depends-cases">
        {rows.map((value) => (
          <div key={value} className="depends-case" data-unknown={wanted.includes(value) ? undefined : true}>
            <h4>
              {wanted.includes(value)
                ? t("recipe.depends.when", { on: depends.on, value })
                : t("recipe.depends.gone", { value })}
            </h4>
            <ValueBoard
              name={`${name} ${value}`}
              values={depends.cases[value] ?? []}
              onChange={(values, field) => {
                const { [value]: _before, ...rest } = depends.cases;
                const keep = values.length > 0 || wanted.includes(value);
                onChange(
                  {
                    name,
                    depends: { ...depends, cases: keep ? { ...depends.cases, [value]: values } : rest },
                  },
                  field,
                );
              }}
            />
          </div>
        ))}
      </div>
    </div>
  );
}
