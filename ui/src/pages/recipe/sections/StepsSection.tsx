import { Plus } from "lucide-react";
import { Button } from "@/components/Button";
import type { Recipe } from "@/generated/Recipe";
import type { Step } from "@/generated/Step";
import { t } from "@/locales/t";
import { edit } from "@/state/recipe";
import { freshName } from "../model/lists";
import { fieldNames } from "../model/names";
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

function freshStep(recipe: Recipe): Step {
  const last = recipe.steps.at(-1);
  return {
    id: freshName(
      t("recipe.steps.newName"),
      recipe.steps.map(({ id }) => id),
    ),
    model: "generator",
    demonstrations: [],
    prompt: "{{ task.goal }}",
    method: "write",
    when: null,
    repeat: null,
    formulas: {},
    output: {
      [freshName("text", fieldNames(recipe))]: { type: "string", words: null, strict: false, pattern: null },
    },
    json: false,
    sampling: last?.sampling ?? {
      temperature: 1,
      top_k: null,
      top_p: 1,
      min_p: 0,
      repetition_penalty: 1,
      presence_penalty: 0,
      suppression: 0,
      stop: [],
      max_tokens: 256,
    },
  };
}
