import { ListChecks } from "lucide-react";
import { Empty } from "@/components/Card";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { edit } from "@/state/recipe";
import { freshCheck } from "../model/fresh";
import { SectionHead } from "../SectionHead";
import { AddCheck } from "./AddCheck";
import { CheckCard } from "./CheckCard";

export function ChecksSection({ recipe }: { recipe: Recipe }) {
  const button = (
    <AddCheck
      onAdd={(kind) =>
        edit((before) => ({ ...before, checks: [...before.checks, freshCheck(kind, before)] }))
      }
      look={recipe.checks.length === 0 ? "primary" : "plain"}
      data-testid="add-check"
    />
  );
  if (recipe.checks.length === 0) {
    return (
      <Empty icon={<ListChecks />} title={t("recipe.checks.emptyTitle")} action={button}>
        {t("recipe.checks.emptyText")}
      </Empty>
    );
  }
  return (
    <>
      <SectionHead section="checks" actions={button}>
        {t("recipe.checks.intro")}
      </SectionHead>
      {recipe.checks.map((check, at) => (
        <CheckCard key={at} recipe={recipe} check={check} at={at} />
      ))}
    </>
  );
}
