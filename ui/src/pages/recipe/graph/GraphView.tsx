import { ReactFlowProvider } from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { type CSSProperties, useCallback, useMemo, useRef, useState } from "react";
import { Splitter } from "@/components/Splitter";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { useApp, useRemembered } from "@/state/app";
import { useRecipe } from "@/state/recipe";
import { ProblemButtons } from "../ProblemButtons";
import { Canvas, type CanvasHandle } from "./Canvas";
import { linksOf } from "./edges";
import { cardsOf } from "./nodes";
import { Panel } from "./Panel";
import { nodeOfPath } from "./place";
import { select, useGraph } from "./state";
import { Toolbar } from "./Toolbar";
import { FollowRun } from "./useFigures";
import { useGraphCommands } from "./useKeys";
import "./Graph.css";

const noEdges: [] = [];
const noColumns: [] = [];

/** The second view of the document: cards, the names by which prompts use each other, and the form of what is selected. */
export default function GraphView({ recipe }: { recipe: Recipe }) {
  const edges = useRecipe((store) => store.checked?.edges ?? noEdges);
  const columns = useRecipe((store) => store.checked?.columns ?? noColumns);
  const open = useGraph((store) => store.open);
  const chosen = useGraph((store) => store.selected.length > 0);
  const [height, setHeight] = useRemembered("recipe.graphPanel", 330);
  const toolbar = useRef<HTMLDivElement>(null);
  const [canvas, setCanvas] = useState<CanvasHandle | null>(null);
  const cards = useMemo(() => cardsOf(recipe, columns, open), [recipe, columns, open]);
  const links = useMemo(() => linksOf(recipe, edges, columns), [recipe, edges, columns]);
  const fit = useCallback(() => canvas?.zoom("fit"), [canvas]);
  const leave = useCallback(() => canvas?.focus(), [canvas]);
  useGraphCommands(fit, toolbar);
  return (
    <div
      className="graph-view"
      style={{ "--panel-height": `${height}px` } as CSSProperties}
      data-testid="graph"
    >
      <Toolbar recipe={recipe} place={toolbar} onZoom={(by) => canvas?.zoom(by)} />
      <div className="graph-problems">
        <ProblemButtons
          onChoose={({ path }) => {
            const id = nodeOfPath(path);
            select([id]);
            canvas?.reveal(id);
          }}
        />
      </div>
      <RunNote />
      <ReactFlowProvider>
        <Canvas recipe={recipe} cards={cards} links={links} onReady={setCanvas} />
      </ReactFlowProvider>
      {chosen ? (
        <>
          <Splitter
            name="recipe.graphPanel"
            lies="horizontal"
            size={height}
            least={160}
            most={620}
            onChange={setHeight}
          />
          <Panel recipe={recipe} cards={cards} links={links} onLeave={leave} />
        </>
      ) : null}
      <FollowRun recipe={recipe} links={links} />
    </div>
  );
}

/** Says of which recipe the figures are, where the one on screen was changed since. */
function RunNote() {
  const version = useApp((store) => store.app?.running?.summary.version ?? null);
  const made = useApp((store) => store.app?.running?.summary.recipe ?? null);
  const here = useRecipe((store) => store.checked?.hash ?? null);
  if (version === null || made === here) return null;
  return <p className="muted small graph-note">{t("recipe.graph.otherVersion", { version })}</p>;
}
