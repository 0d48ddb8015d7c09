import { BookOpenText, Plus } from "lucide-react";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Card";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { edit } from "@/state/recipe";
import { freshDemonstration } from "../model/fresh";
import { SectionHead } from "../SectionHead";
import { go } from "../state";
import { DemonstrationCard } from "./DemonstrationCard";

export function DemonstrationsSection({ recipe }: { recipe: Recipe }) {
  const add = () =>
    edit((before) => ({
      ...before,
      demonstrations: [...before.demonstrations, freshDemonstration(before)],
    }));
  if (recipe.sources.length === 0 && recipe.demonstrations.length === 0) {
    return (
      <Empty
        icon={<BookOpenText />}
        title={t("recipe.demonstrations.emptyTitle")}
        action={
          <Button look="primary" onPress={() => go({ section: "sources" })}>
            {t("recipe.demonstrations.toSources")}
          </Button>
        }
      >
        {t("recipe.demonstrations.emptyNoSource")}
      </Empty>
    );
  }
  const button = (
    <Button
      look={recipe.demonstrations.length === 0 ? "primary" : "plain"}
      onPress={add}
      data-testid="add-demonstration"
    >
      <Plus aria-hidden /> {t("recipe.demonstrations.add")}
    </Button>
  );
  if (recipe.demonstrations.length === 0) {
    return (
      <Empty icon={<BookOpenText />} title={t("recipe.demonstrations.emptyTitle")} action={button}>
        {t("recipe.demonstrations.emptyText")}
      </Empty>
    );
  }
  return (
    <>
      <SectionHead section="demonstrations" actions={button}>
        {t("recipe.demonstrations.intro")}
      </SectionHead>
      {recipe.demonstrations.map((block, at) => (
        <DemonstrationCard key={`${at} ${block.name}`} recipe={recipe} block={block} at={at} />
      ))}
    </>
  );
}
