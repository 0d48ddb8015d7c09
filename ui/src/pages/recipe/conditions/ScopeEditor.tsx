import { NumberField, Select, TextField } from "@/components/Field";
import type { Condition } from "@/generated/Condition";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { branchShares, isUneven, labelled, shares, weighs } from "../model/shares";
import { DependsEditor } from "./DependsEditor";
import { GridNote } from "./GridNote";
import { LabelShares } from "./LabelShares";
import { SuggestTray } from "./SuggestTray";
import { TreeEditor } from "./TreeEditor";
import { TreeImport } from "./TreeImport";
import { ValueBoard } from "./ValueBoard";
import { WordsEditor } from "./WordsEditor";

export interface ScopeEditorProps {
  condition: Condition;
  recipe: Recipe;
  onChange: (condition: Condition, field?: string) => void;
}

/** The values of a condition, in the form that its scope asks for, and whether their weights count. */
export function ScopeEditor(props: ScopeEditorProps) {
  const { condition, recipe } = props;
  return (
    <div className="stack-tight">
      <Values {...props} />
      {!weighs(recipe) && isUneven(condition, recipe) ? <GridNote /> : null}
    </div>
  );
}

function Values({ condition, recipe, onChange }: ScopeEditorProps) {
  const { name } = condition;
  if ("values" in condition) {
    const { values } = condition;
    return (
      <div className="stack-tight">
        <ValueBoard
          name={name}
          values={values}
          shares={shares(recipe, name, values)}
          weighs={weighs(recipe)}
          onChange={(next, field) => onChange({ name, values: next }, field)}
        />
        <SuggestTray
          recipe={recipe}
          condition={name}
          onAccept={(accepted) =>
            onChange({ name, values: [...values, ...accepted.map((value) => ({ value, weight: 1 }))] })
          }
        />
      </div>
    );
  }
  if ("labels" in condition) {
    return (
      <LabelShares
        labels={recipe.task.labels.map((label) => label.name)}
        weights={condition.labels.weights}
        shares={shares(recipe, name, labelled(recipe, condition.labels))}
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
  if ("dates" in condition) {
    const { dates } = condition;
    return (
      <div className="fields-2">
        {(["from", "to"] as const).map((part) => (
          <TextField
            key={part}
            label={t(`recipe.dates.${part}`)}
            placeholder="2024-05-01"
            value={dates[part]}
            onChange={(value) => onChange({ name, dates: { ...dates, [part]: value } }, part)}
          />
        ))}
      </div>
    );
  }
  if ("rows" in condition) {
    return (
      <SourceChoice
        source={condition.rows.source}
        recipe={recipe}
        onChange={(source) => onChange({ name, rows: { source } })}
      />
    );
  }
  if ("facts" in condition) {
    const { facts } = condition;
    return (
      <div className="fields-2">
        <SourceChoice
          source={facts.source}
          recipe={recipe}
          onChange={(source) => onChange({ name, facts: { ...facts, source } })}
        />
        <NumberField
          label={t("recipe.facts.count")}
          value={facts.count}
          min={1}
          step={1}
          onChange={(count) => count !== null && onChange({ name, facts: { ...facts, count } })}
        />
      </div>
    );
  }
  if ("words" in condition) {
    return (
      <WordsEditor name={name} words={condition.words} onChange={(words) => onChange({ name, words })} />
    );
  }
  if ("tree" in condition) {
    return (
      <div className="stack-tight">
        <TreeEditor
          name={name}
          branches={condition.tree}
          sharesOf={(siblings) => branchShares(recipe, name, siblings)}
          onChange={(tree, field) => onChange({ name, tree }, field)}
        />
        <TreeImport onRead={(tree) => onChange({ name, tree })} />
      </div>
    );
  }
  return <DependsEditor condition={condition} recipe={recipe} onChange={onChange} />;
}

interface SourceChoiceProps {
  source: string;
  recipe: Recipe;
  onChange: (source: string) => void;
}

/** Which source a condition draws from. */
function SourceChoice({ source, recipe, onChange }: SourceChoiceProps) {
  return (
    <Select
      label={t("recipe.rows.source")}
      hint={recipe.sources.length === 0 ? t("recipe.rows.noSource") : undefined}
      value={source || null}
      onChange={onChange}
      options={recipe.sources.map(({ name, file }) => ({ id: name, name, detail: file }))}
    />
  );
}
