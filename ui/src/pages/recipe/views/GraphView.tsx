import {
  Background,
  BackgroundVariant,
  Controls,
  Handle,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
} from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { CircleAlert, FileSpreadsheet, Table2 } from "lucide-react";
import { PartIcon } from "@/components/PartIcon";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { useRecipe } from "@/state/recipe";
import { lies, useProblems } from "../model/problems";
import { go } from "../state";
import { cardHeight, cardWidth, type GraphNode, graphOf } from "./graph";
import "./Graph.css";

type CardNode = Node<{ card: GraphNode; problem: boolean }, "card">;

const nodeTypes = { card: GraphCard };
/** Long chains are panned rather than drawn too small to read. */
const fit = { padding: 0.1, minZoom: 0.65, maxZoom: 1.1 };

/** The second view of the document: cards, and the names by which prompts use each other. */
export default function GraphView({ recipe }: { recipe: Recipe }) {
  const checked = useRecipe((store) => store.checked);
  const problems = useProblems();
  const graph = graphOf(recipe, checked?.edges ?? [], checked?.columns ?? []);
  const nodes: CardNode[] = graph.nodes.map((card) => ({
    id: card.id,
    type: "card",
    position: { x: card.x, y: card.y },
    data: { card, problem: problems.some((problem) => lies(problem, card.path)) },
    width: cardWidth,
    height: cardHeight(card.lines.length),
  }));
  const edges = graph.edges.map((edge) => ({
    ...edge,
    className: `graph-edge graph-edge-${edge.part}`,
  }));
  return (
    <div className="graph-view" data-testid="graph">
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        nodesFocusable={false}
        edgesFocusable={false}
        nodesDraggable={false}
        nodesConnectable={false}
        elementsSelectable={false}
        fitView
        fitViewOptions={fit}
        minZoom={0.3}
        proOptions={{ hideAttribution: true }}
        aria-label={t("recipe.graph.title")}
      >
        <Background variant={BackgroundVariant.Dots} gap={18} size={1} />
        <Controls showInteractive={false} aria-label={t("recipe.graph.controls")} />
      </ReactFlow>
    </div>
  );
}

function GraphCard({ data: { card, problem } }: NodeProps<CardNode>) {
  return (
    <button
      type="button"
      className={`graph-card graph-card-${card.part}`}
      aria-label={t("recipe.graph.card", { name: card.title })}
      onClick={() => go({ section: card.section })}
    >
      {card.part === "step" || card.part === "row" ? (
        <Handle type="target" position={Position.Left} isConnectable={false} />
      ) : null}
      <div className="row">
        {card.part === "row" ? (
          <Table2 aria-hidden size={14} />
        ) : card.part === "input" ? (
          <FileSpreadsheet aria-hidden size={14} />
        ) : (
          <PartIcon part={card.part} size={14} />
        )}
        <b className="truncate">{card.title}</b>
        <span className="spacer" />
        {problem ? <CircleAlert className="bad" size={14} aria-label={t("recipe.mark.problem")} /> : null}
      </div>
      {card.lines.map((line) => (
        <div key={line} className="muted small truncate">
          {line}
        </div>
      ))}
      {card.part === "row" ? null : <Handle type="source" position={Position.Right} isConnectable={false} />}
    </button>
  );
}
