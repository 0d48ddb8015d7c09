import { Card } from "@/components/Card";
import { Select } from "@/components/Field";
import { ItemActions } from "@/components/ItemActions";
import type { Check } from "@/generated/Check";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { edit } from "@/state/recipe";
import { move, removeAt, replaceAt } from "../model/lists";
import { fieldNames } from "../model/names";
import { ProblemList } from "../ProblemList";
import { CheckFields } from "./CheckFields";

export function CheckCard({ recipe, check, at }: { recipe: Recipe; check: Check; at: number }) {
  const put = (next: Check, field?: string) =>
    edit(
      (before) => ({ ...before, checks: replaceAt(before.checks, at, next) }),
      field && `checks[${at}].${field}`,
    );
  const options = [...new Set([...fieldNames(recipe), check.field])].map((name) => ({ id: name, name }));
  return (
    <Card data-testid={`check-${check.kind}`}>
      <div className="stack">
        <div className="row">
          <h2>{t(`recipe.check.${check.kind}.name`)}</h2>
          <span className="muted small">{t("recipe.checks.on")}</span>
          <Select
            label={t("recipe.checks.field")}
            hideLabel
            value={check.field}
            onChange={(field) => put({ ...check, field })}
            options={options}
          />
          <span className="spacer" />
          <ItemActions
            name={t(`recipe.check.${check.kind}.name`)}
            at={at}
            count={recipe.checks.length}
            onMove={(by) => edit((before) => ({ ...before, checks: move(before.checks, at, by) }))}
            onRemove={() => edit((before) => ({ ...before, checks: removeAt(before.checks, at) }))}
          />
        </div>
        <p className="muted small">{t(`recipe.check.${check.kind}.detail`)}</p>
        <CheckFields check={check} recipe={recipe} onChange={put} />
        <ProblemList path={`checks[${at}]`} />
      </div>
    </Card>
  );
}
