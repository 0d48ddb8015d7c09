import { Plus, SlidersHorizontal } from "lucide-react";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Card";
import type { Recipe } from "@/generated/Recipe";
import { decimal } from "@/locales/format";
import { t } from "@/locales/t";
import { edit, useRecipe } from "@/state/recipe";
import { ConditionCard } from "../conditions/ConditionCard";
import { ExpectedRows } from "../conditions/ExpectedRows";
import { RulesCard } from "../conditions/RulesCard";
import { freshCondition } from "../model/fresh";
import { SectionHead } from "../SectionHead";

export function ConditionsSection({ recipe }: { recipe: Recipe }) {
  const combinations = useRecipe((store) => store.checked?.combinations ?? null);
  const add = () =>
    edit((before) => ({ ...before, conditions: [...before.conditions, freshCondition(before)] }));
  const button = (
    <Button
      onPress={add}
      look={recipe.conditions.length === 0 ? "primary" : "plain"}
      data-testid="add-condition"
    >
      <Plus aria-hidden /> {t("recipe.conditions.add")}
    </Button>
  );
  if (recipe.conditions.length === 0) {
    return (
      <Empty icon={<SlidersHorizontal />} title={t("recipe.conditions.emptyTitle")} action={button}>
        {t("recipe.conditions.emptyText")}
      </Empty>
    );
  }
  const rows = recipe.schedule.rows;
  return (
    <>
      <SectionHead section="conditions" actions={button}>
        {combinations === null
          ? t("recipe.conditions.unbounded")
          : t(rows < combinations ? "recipe.conditions.some" : "recipe.conditions.combinations", {
              count: recipe.conditions.length,
              combinations,
              rows,
              each: decimal(rows / Math.max(1, combinations), 1),
            })}
      </SectionHead>
      {recipe.conditions.map((condition, at) => (
        <ConditionCard key={`${at} ${condition.name}`} condition={condition} at={at} />
      ))}
      {recipe.conditions.length > 1 || recipe.schedule.rules.length > 0 ? (
        <RulesCard recipe={recipe} />
      ) : null}
      <ExpectedRows recipe={recipe} />
    </>
  );
}
