import { Plus } from "lucide-react";
import { Button } from "@/components/Button";
import { Card } from "@/components/Card";
import { TextField } from "@/components/Field";
import { ItemActions } from "@/components/ItemActions";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { edit } from "@/state/recipe";
import { removeAt, replaceAt } from "../model/lists";
import { problemAt, useProblems } from "../model/problems";

function change(rules: (before: string[]) => string[], field?: string) {
  edit(
    (before) => ({ ...before, schedule: { ...before.schedule, rules: rules(before.schedule.rules) } }),
    field,
  );
}

/** Which combinations of values are never drawn. */
export function RulesCard({ recipe }: { recipe: Recipe }) {
  const problems = useProblems();
  const rules = recipe.schedule.rules;
  return (
    <Card
      title={t("recipe.rules.title")}
      actions={
        <Button size="small" onPress={() => change((before) => [...before, ""])} data-testid="add-rule">
          <Plus aria-hidden /> {t("recipe.rules.add")}
        </Button>
      }
    >
      <p className="muted small">{t("recipe.rules.text")}</p>
      {rules.map((rule, at) => (
        <div className="row" key={at}>
          <TextField
            label={t("recipe.rules.one", { number: at + 1 })}
            hideLabel
            mono
            className="grow"
            placeholder={t("recipe.rules.placeholder")}
            value={rule}
            problem={problemAt(problems, `schedule.rules[${at}]`)}
            onChange={(next) => change((before) => replaceAt(before, at, next), `rule ${at}`)}
          />
          <ItemActions
            name={t("recipe.rules.one", { number: at + 1 })}
            at={at}
            count={rules.length}
            onRemove={() => change((before) => removeAt(before, at))}
          />
        </div>
      ))}
    </Card>
  );
}
