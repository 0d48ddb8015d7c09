import { Select } from "@/components/Field";
import { ItemActions } from "@/components/ItemActions";
import { NameField } from "@/components/NameField";
import type { Condition } from "@/generated/Condition";
import { t } from "@/locales/t";
import { edit, useRecipe } from "@/state/recipe";
import { freshName, move, removeAt, replaceAt } from "../model/lists";
import { renameCondition } from "../model/rename";
import { scopeOf, scopes, valuesOf, withScope } from "../model/scopes";
import { ProblemList } from "../ProblemList";
import { ScopeEditor } from "./ScopeEditor";

export function ConditionCard({ condition, at }: { condition: Condition; at: number }) {
  const recipe = useRecipe((store) => store.recipe);
  if (!recipe) return null;
  const kind = scopeOf(condition);
  const count = valuesOf(condition, recipe).length;
  const change = (next: Condition, field?: string) =>
    edit((before) => ({ ...before, conditions: replaceAt(before.conditions, at, next) }), field);
  const names = recipe.conditions.map(({ name }) => name);
  return (
    <section
      className="card condition-card"
      data-depends={kind === "depends" || undefined}
      aria-label={t("recipe.conditions.one", { name: condition.name })}
      data-testid={`condition-${condition.name}`}
    >
      <div className="row">
        <NameField
          label={t("recipe.conditions.name")}
          hideLabel
          className="condition-name"
          value={condition.name}
          onChange={(name) => edit((before) => renameCondition(before, condition.name, name))}
        />
        <Select
          label={t("recipe.conditions.scope")}
          hideLabel
          className="condition-scope"
          value={kind}
          onChange={(next) => change(withScope(condition, next, recipe))}
          options={scopes.map((id) => ({
            id,
            name: t(`recipe.scope.${id}.name`),
            detail: t(`recipe.scope.${id}.detail`),
          }))}
        />
        <span className="muted small condition-count">
          {count > 0 ? t("recipe.conditions.count", { count }) : ""}
        </span>
        <span className="spacer" />
        <ItemActions
          name={condition.name}
          at={at}
          count={names.length}
          onMove={(by) => edit((before) => ({ ...before, conditions: move(before.conditions, at, by) }))}
          onDuplicate={() =>
            edit((before) => ({
              ...before,
              conditions: before.conditions.toSpliced(at + 1, 0, {
                ...condition,
                name: freshName(condition.name, names),
              }),
            }))
          }
          onRemove={() => edit((before) => ({ ...before, conditions: removeAt(before.conditions, at) }))}
        />
      </div>
      <ScopeEditor condition={condition} recipe={recipe} onChange={change} />
      <ProblemList path={`conditions[${at}]`} />
    </section>
  );
}
