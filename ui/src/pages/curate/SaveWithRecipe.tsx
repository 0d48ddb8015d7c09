import { Save } from "lucide-react";
import { TooltipTrigger } from "react-aria-components";
import { Button } from "@/components/Button";
import { Tip } from "@/components/Tip";
import { t } from "@/locales/t";
import { useApp } from "@/state/app";
import { edit, useRecipe } from "@/state/recipe";
import { inUse, sameSteps } from "./model/pipeline";
import { listed } from "./model/words";
import { useSteps } from "./useCuration";

/** Keeps the pipeline as part of the recipe, where undo and versions know it. */
export function SaveWithRecipe() {
  const held = useRecipe((store) => store.recipe?.curate);
  const readOnly = useApp((store) => store.app?.project?.read_only ?? false);
  const all = useSteps("main");
  const steps = inUse(all);
  if (!held) return null;
  const same = sameSteps(held, steps);
  const holds =
    held.length > 0 ? t("curate.recipe.differs", { steps: listed(held) }) : t("curate.recipe.holdsNone");
  const note = all.length > steps.length ? ` ${t("curate.recipe.offNote")}` : "";
  return (
    <TooltipTrigger delay={300}>
      <Button
        isDisabled={same || readOnly}
        onPress={() => edit((recipe) => ({ ...recipe, curate: steps }))}
        data-testid="save-with-recipe"
      >
        <Save aria-hidden />
        {t(same ? "curate.recipe.saved" : "curate.recipe.save")}
      </Button>
      <Tip>{readOnly ? t("curate.recipe.readOnly") : `${holds}${note}`}</Tip>
    </TooltipTrigger>
  );
}
