import type { Recipe } from "@/generated/Recipe";
import { edit } from "@/state/recipe";
import { ConditionCard } from "../conditions/ConditionCard";
import { CheckCard } from "../sections/CheckCard";
import { ColumnsCard } from "../sections/ColumnsCard";
import { DemonstrationCard } from "../sections/DemonstrationCard";
import { ScheduleSection } from "../sections/ScheduleSection";
import { SourceCard } from "../sections/SourceCard";
import { StepCard } from "../sections/StepCard";
import { TaskSection } from "../sections/TaskSection";
import { useSourceImport } from "../sections/useSourceImport";
import { placeOf } from "./place";

/** The form of one card. */
export function CardEditor({ recipe, id }: { recipe: Recipe; id: string }) {
  const place = placeOf(id);
  if (id === "task") return <TaskSection recipe={recipe} />;
  if (id === "row") return <RowEditor recipe={recipe} />;
  if (!place) return null;
  const { at } = place;
  switch (place.kind) {
    case "sources":
      return <SourceEditor recipe={recipe} at={at} />;
    case "conditions": {
      const condition = recipe.conditions[at];
      return condition ? <ConditionCard condition={condition} at={at} /> : null;
    }
    case "demonstrations": {
      const block = recipe.demonstrations[at];
      return block ? <DemonstrationCard recipe={recipe} block={block} at={at} /> : null;
    }
    case "steps": {
      const step = recipe.steps[at];
      return step ? <StepCard recipe={recipe} step={step} at={at} /> : null;
    }
    case "checks": {
      const check = recipe.checks[at];
      return check ? <CheckCard recipe={recipe} check={check} at={at} /> : null;
    }
  }
}

function SourceEditor({ recipe, at }: { recipe: Recipe; at: number }) {
  const { pick, dialog } = useSourceImport(recipe);
  const source = recipe.sources[at];
  if (!source) return null;
  return (
    <>
      <SourceCard recipe={recipe} source={source} at={at} onReplace={() => pick(at)} />
      {dialog}
    </>
  );
}

/** What a finished row holds, and how many are made. */
function RowEditor({ recipe }: { recipe: Recipe }) {
  return (
    <>
      <ColumnsCard
        recipe={recipe}
        onChange={(fields) => edit((before) => ({ ...before, task: { ...before.task, fields } }))}
      />
      <ScheduleSection recipe={recipe} />
    </>
  );
}
