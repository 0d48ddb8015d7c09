import { Plus } from "lucide-react";
import { Button } from "@/components/Button";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { edit } from "@/state/recipe";
import { freshStep } from "../model/fresh";
import { ProblemList } from "../ProblemList";
import { SectionHead } from "../SectionHead";
import { StepCard } from "./StepCard";

export function StepsSection({ recipe }: { recipe: Recipe }) {
  const add = () => edit((before) => ({ ...before, steps: [...before.steps, freshStep(before)] }));
  return (
    <>
      <SectionHead
        section="steps"
        actions={
          <Button onPress={add} data-testid="add-step">
            <Plus aria-hidden /> {t("recipe.steps.add")}
          </Button>
        }
      >
        {t("recipe.steps.intro")}
      </SectionHead>
      <ProblemList path="steps" exact />
      {recipe.steps.map((step, at) => (
        <StepCard key={at} recipe={recipe} step={step} at={at} />
      ))}
    </>
  );
}
