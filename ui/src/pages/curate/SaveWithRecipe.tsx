import { Save } from "lucide-react";
import { TooltipTrigger } from "react-aria-components";
import { Button } from "@/components/Button";
import { Tip } from "@/components/Tip";
import type { CurationPipelineStep } from "@/generated/CurationPipelineStep";
import { t } from "@/locales/t";
import { useApp } from "@/state/app";
import { edit, useRecipe } from "@/state/recipe";
import { edited, sameSteps, written } from "./model/pipeline";
import { listed } from "./model/words";
import { useCuration, useSteps } from "./useCuration";

/** Keeps the pipeline as part of the recipe, where undo and versions know it. */
export function SaveWithRecipe() {
  const held = useRecipe((store) => store.recipe?.curate) as readonly CurationPipelineStep[] | undefined;
  const readOnly = useApp((store) => store.app?.project?.read_only ?? false);
  const steps = written(useSteps("main"));
  if (!held) return null;
  const same = sameSteps(held, steps);
  return (
    <TooltipTrigger delay={300}>
      <Button
        isDisabled={same || readOnly}
        onPress={() => edit((recipe) => ({ ...recipe, curate: steps }))}
        data-testid="save-with-recipe"
      >
        <Save aria-hidden />
        {t(same && held.length > 0 ? "curate.recipe.saved" : "curate.recipe.save")}
      </Button>
      <Tip>{t(readOnly ? "curate.recipe.readOnly" : "curate.recipe.saveHint")}</Tip>
    </TooltipTrigger>
  );
}

/** Says so where the recipe holds other steps than those on screen, and takes them over. */
export function RecipeNote() {
  const curation = useCuration();
  const held = useRecipe((store) => store.recipe?.curate) as readonly CurationPipelineStep[] | undefined;
  const steps = written(useSteps("main"));
  if (!held || held.length === 0 || sameSteps(held, steps)) return null;
  return (
    <div className="row small recipe-note" data-testid="recipe-differs">
      <span className="muted">{t("curate.recipe.differs", { steps: listed(held) })}</span>
      <span className="spacer" />
      <Button size="small" look="quiet" onPress={() => curation.edit("main", () => held.map(edited))}>
        {t("curate.recipe.use")}
      </Button>
    </div>
  );
}
