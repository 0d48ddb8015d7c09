import { Select } from "@/components/Field";
import type { Condition } from "@/generated/Condition";
import type { Weighted } from "@/generated/Weighted";
import { t } from "@/locales/t";
import { valuesOf } from "../model/scopes";
import { shares, weighs } from "../model/shares";
import { key, show } from "../model/values";
import type { ScopeEditorProps } from "./ScopeEditor";
import { SuggestTray } from "./SuggestTray";
import { ValueBoard } from "./ValueBoard";

interface DependsEditorProps extends ScopeEditorProps {
  condition: Extract<Condition, { depends: unknown }>;
}

/** The values of a condition for each value of the one that it depends on. */
export function DependsEditor({ condition, recipe, onChange }: DependsEditorProps) {
  const { name, depends } = condition;
  const others = recipe.conditions.filter((other) => other.name !== name);
  const parent = others.find((other) => other.name === depends.on);
  const wanted = new Map((parent ? valuesOf(parent, recipe) : []).map((value) => [key(value), show(value)]));
  const cases = [...new Set([...wanted.keys(), ...Object.keys(depends.cases)])];
  return (
    <div className="stack">
      <Select
        label={t("recipe.depends.on")}
        value={depends.on || null}
        onChange={(on) => onChange({ name, depends: { ...depends, on } })}
        options={others.map((other) => ({ id: other.name, name: other.name }))}
      />
      <div className="depends-cases">
        {cases.map((one) => {
          const shown = wanted.get(one);
          const values = depends.cases[one] ?? [];
          const put = (next: Weighted[], field?: string) => {
            const { [one]: _before, ...rest } = depends.cases;
            const keep = next.length > 0 || shown !== undefined;
            onChange(
              { name, depends: { ...depends, cases: keep ? { ...depends.cases, [one]: next } : rest } },
              field,
            );
          };
          return (
            <div
              key={one}
              className="depends-case stack-tight"
              data-unknown={shown === undefined || undefined}
            >
              <h4>
                {shown === undefined
                  ? t("recipe.depends.gone", { value: one })
                  : t("recipe.depends.when", { on: depends.on, value: shown })}
              </h4>
              <ValueBoard
                name={`${name} ${one}`}
                values={values}
                shares={shares(recipe, name, values)}
                weighs={weighs(recipe)}
                onChange={put}
              />
              {shown === undefined ? null : (
                <SuggestTray
                  recipe={recipe}
                  condition={name}
                  on={one}
                  onAccept={(accepted) =>
                    put([...values, ...accepted.map((value) => ({ value, weight: 1 }))])
                  }
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
