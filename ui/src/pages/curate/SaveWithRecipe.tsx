import { Save } from "lucide-react";
import { useState } from "react";
import { Dialog, DialogTrigger, Popover, TooltipTrigger } from "react-aria-components";
import { Button } from "@/components/Button";
import { Tip } from "@/components/Tip";
import type { CurationPipelineStep } from "@/generated/CurationPipelineStep";
import { t } from "@/locales/t";
import { useApp } from "@/state/app";
import { edit, useRecipe } from "@/state/recipe";
import { edited, sameSteps, written } from "./model/pipeline";
import { listed } from "./model/words";
import { useCuration, useCurationState, useSteps } from "./useCuration";

/** Keeps the pipeline as part of the recipe, where undo and versions know it. */
export function SaveWithRecipe() {
  const held = useRecipe((store) => store.recipe?.curate) as readonly CurationPipelineStep[] | undefined;
  const readOnly = useApp((store) => store.app?.project?.read_only ?? false);
  // Before the program answered, what is on screen is nobody's pipeline.
  const known = useCurationState((state) => state.start !== null);
  const steps = written(useSteps("main"));
  if (!held) return null;
  const same = sameSteps(held, steps);
  const save = () => edit((recipe) => ({ ...recipe, curate: steps }));
  const isDisabled = same || readOnly || !known;
  if (steps.length === 0 && !isDisabled) return <EmptyWithRecipe held={held} onSave={save} />;
  return (
    <TooltipTrigger delay={300}>
      <Button isDisabled={isDisabled} onPress={save} data-testid="save-with-recipe">
        <Save aria-hidden />
        {t(same && held.length > 0 ? "curate.recipe.saved" : "curate.recipe.save")}
      </Button>
      <Tip>{t(readOnly ? "curate.recipe.readOnly" : "curate.recipe.saveHint")}</Tip>
    </TooltipTrigger>
  );
}

interface EmptyWithRecipeProps {
  held: readonly CurationPipelineStep[];
  onSave: () => void;
}

/** Keeping no step removes the pipeline that the recipe holds: that is asked about first. */
function EmptyWithRecipe({ held, onSave }: EmptyWithRecipeProps) {
  const [open, setOpen] = useState(false);
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button data-testid="save-with-recipe">
        <Save aria-hidden />
        {t("curate.recipe.save")}
      </Button>
      <Popover className="popover apply-popover" placement="bottom end" offset={4}>
        <Dialog aria-label={t("curate.recipe.removeTitle")} className="stack">
          <p>{t("curate.recipe.removeText", { steps: listed(held) })}</p>
          <div className="row">
            <span className="spacer" />
            <Button onPress={() => setOpen(false)}>{t("common.cancel")}</Button>
            <Button
              look="primary"
              onPress={() => {
                setOpen(false);
                onSave();
              }}
              data-testid="remove-from-recipe"
            >
              {t("curate.recipe.remove")}
            </Button>
          </div>
        </Dialog>
      </Popover>
    </DialogTrigger>
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
      <span className="muted">
        {t(`curate.recipe.${steps.length > 0 ? "differs" : "holds"}`, { steps: listed(held) })}
      </span>
      <span className="spacer" />
      <Button
        size="small"
        look="quiet"
        onPress={() => curation.edit("main", () => held.map(edited))}
        data-testid="use-recipe"
      >
        {t("curate.recipe.use")}
      </Button>
    </div>
  );
}
