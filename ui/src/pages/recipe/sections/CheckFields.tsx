import { Checkbox, NumberField, Select, TextField } from "@/components/Field";
import type { Check } from "@/generated/Check";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { AddValues } from "../conditions/ValueBoard";
import { WordList } from "../conditions/WordsEditor";
import { fieldNames } from "../model/names";

export interface CheckFieldsProps {
  check: Check;
  recipe: Recipe;
  onChange: (check: Check, field?: string) => void;
}

/** The bounds of one check. */
export function CheckFields({ check, recipe, onChange }: CheckFieldsProps) {
  switch (check.kind) {
    case "length":
      return <LengthFields check={check} recipe={recipe} onChange={onChange} />;
    case "required":
      return (
        <div className="stack">
          <Words words={check.words} kind={check.kind} onChange={(words) => onChange({ ...check, words })} />
          <div className="row wrap" role="group" aria-label={t("recipe.check.valuesOf")}>
            <h4>{t("recipe.check.valuesOf")}</h4>
            {[...recipe.conditions.map(({ name }) => name), ...fieldNames(recipe)]
              .filter((name) => name !== check.field)
              .map((name) => (
                <Checkbox
                  key={name}
                  label={name}
                  value={check.values_of.includes(name)}
                  onChange={(used) =>
                    onChange({
                      ...check,
                      values_of: used
                        ? [...check.values_of, name]
                        : check.values_of.filter((other) => other !== name),
                    })
                  }
                />
              ))}
          </div>
        </div>
      );
    case "forbidden":
      return (
        <Words words={check.words} kind={check.kind} onChange={(words) => onChange({ ...check, words })} />
      );
    case "rouge-l":
      return (
        <NumberField
          className="narrow"
          label={t("recipe.check.max")}
          value={check.max}
          min={0}
          max={1}
          step={0.001}
          onChange={(max) => max !== null && onChange({ ...check, max }, "max")}
        />
      );
    case "duplicate":
      return null;
    case "likely":
      return (
        <NumberField
          className="narrow"
          label={t("recipe.check.min")}
          value={check.min}
          max={0}
          step={0.01}
          onChange={(min) => min !== null && onChange({ ...check, min }, "min")}
        />
      );
    case "holds":
      return (
        <TextField
          label={t("recipe.check.test")}
          hint={t("recipe.check.testHint")}
          mono
          value={check.test}
          onChange={(test) => onChange({ ...check, test }, "test")}
        />
      );
  }
}

function Words({
  words,
  kind,
  onChange,
}: {
  words: string[];
  kind: string;
  onChange: (words: string[]) => void;
}) {
  return (
    <div className="stack-tight">
      <WordList label={t("recipe.check.words")} words={words} onChange={onChange} plain />
      <AddValues
        name={kind}
        placeholder={t("recipe.words.addPlaceholder")}
        onAdd={(typed) => onChange([...new Set([...words, ...typed])])}
      />
    </div>
  );
}

type Length = Extract<Check, { kind: "length" }>;

const fixed = "\u0000";

function LengthFields({ check, recipe, onChange }: CheckFieldsProps & { check: Length }) {
  const bands = recipe.conditions.filter(
    (condition) => "values" in condition && condition.values.some(({ value }) => Array.isArray(value)),
  );
  const [low, high] = check.words ?? [10, 100];
  return (
    <div className="fields-2">
      <Select
        label={t("recipe.check.band")}
        value={check.band ?? fixed}
        onChange={(band) =>
          onChange(
            band === fixed ? { ...check, band: null, words: [low, high] } : { ...check, band, words: null },
          )
        }
        options={[
          { id: fixed, name: t("recipe.check.fixed") },
          ...bands.map(({ name }) => ({ id: name, name: t("recipe.check.bandOf", { name }) })),
        ]}
      />
      <NumberField
        label={t("recipe.check.tolerance")}
        value={check.tolerance}
        min={0}
        max={1}
        step={0.01}
        format={{ style: "percent" }}
        onChange={(tolerance) => tolerance !== null && onChange({ ...check, tolerance }, "tolerance")}
      />
      {check.band === null ? (
        <>
          <NumberField
            label={t("recipe.output.minWords")}
            value={low}
            min={0}
            step={1}
            onChange={(next) =>
              next !== null && onChange({ ...check, words: [next, Math.max(next, high)] }, "low")
            }
          />
          <NumberField
            label={t("recipe.output.maxWords")}
            value={high}
            min={1}
            step={1}
            onChange={(next) =>
              next !== null && onChange({ ...check, words: [Math.min(low, next), next] }, "high")
            }
          />
        </>
      ) : null}
    </div>
  );
}
