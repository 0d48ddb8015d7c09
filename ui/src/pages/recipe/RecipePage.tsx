import { type ComponentType, type CSSProperties, lazy, Suspense } from "react";
import { ErrorCallout } from "@/components/Callout";
import { Splitter } from "@/components/Splitter";
import type { Recipe } from "@/generated/Recipe";
import { useRemembered } from "@/state/app";
import { useRecipe } from "@/state/recipe";
import type { Section } from "./model/sections";
import { Outline } from "./Outline";
import { PromptPane } from "./prompt/PromptPane";
import { RecipeBar } from "./RecipeBar";
import { ChecksSection } from "./sections/ChecksSection";
import { ConditionsSection } from "./sections/ConditionsSection";
import { DemonstrationsSection } from "./sections/DemonstrationsSection";
import { ModelSection } from "./sections/ModelSection";
import { ScheduleSection } from "./sections/ScheduleSection";
import { SourcesSection } from "./sections/SourcesSection";
import { StepsSection } from "./sections/StepsSection";
import { TaskSection } from "./sections/TaskSection";
import { useRecipePlace } from "./state";
import { SourceView } from "./views/SourceView";
import { VersionsView } from "./views/VersionsView";
import "./Recipe.css";
import "./Conditions.css";
import "./safe/Safe.css";

const GraphView = lazy(() => import("./graph/GraphView"));

const editors: Record<Section, ComponentType<{ recipe: Recipe }>> = {
  task: TaskSection,
  sources: SourcesSection,
  conditions: ConditionsSection,
  demonstrations: DemonstrationsSection,
  steps: StepsSection,
  schedule: ScheduleSection,
  checks: ChecksSection,
  model: ModelSection,
};

export default function RecipePage() {
  const recipe = useRecipe((store) => store.recipe);
  const error = useRecipe((store) => store.error);
  // The cards of the graph stand for the outline and take its room.
  const graph = useRecipePlace((place) => place.view === "graph");
  const [width, setWidth] = useRemembered("recipe.prompt", 410);
  if (!recipe) return null;
  return (
    <div className="recipe-page">
      <RecipeBar recipe={recipe} />
      {error ? <ErrorCallout error={error} /> : null}
      <div
        className="recipe-columns"
        data-graph={graph || undefined}
        style={{ "--prompt": `${width}px` } as CSSProperties}
      >
        {graph ? null : <Outline recipe={recipe} />}
        <Middle recipe={recipe} />
        <Splitter name="recipe.prompt" size={width} least={320} most={720} onChange={setWidth} />
        <PromptPane recipe={recipe} />
      </div>
    </div>
  );
}

function Middle({ recipe }: { recipe: Recipe }) {
  const { view, section } = useRecipePlace();
  const Editor = editors[section];
  if (view === "source") return <SourceView />;
  if (view === "graph") {
    return (
      <Suspense fallback={<div />}>
        <GraphView recipe={recipe} />
      </Suspense>
    );
  }
  return (
    <div className="recipe-editor" key={`${view} ${section}`}>
      {view === "versions" ? <VersionsView /> : <Editor recipe={recipe} />}
    </div>
  );
}
