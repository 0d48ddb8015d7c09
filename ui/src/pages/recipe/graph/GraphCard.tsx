import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import {
  ChevronDown,
  ChevronRight,
  CircleAlert,
  FileSpreadsheet,
  ListChecks,
  Table2,
  TriangleAlert,
} from "lucide-react";
import { memo } from "react";
import { PartIcon } from "@/components/PartIcon";
import type { Severity } from "@/generated/Severity";
import { t } from "@/locales/t";
import { CardFigures } from "./CardFigures";
import type { Card, Look } from "./nodes";
import { kinds } from "./place";
import { toggleGroup, useGraph } from "./state";

export interface CardData extends Record<string, unknown> {
  card: Card;
  /** The first problem of the card, and how many it has. */
  problem: { message: string; severity: Severity; count: number } | null;
  /** Lines are kept free for what a run says of the card. */
  running: boolean;
  /** Titles of the cards that it reads. */
  reads: string[];
}

export type CardNode = Node<CardData, "card">;

/** The element of a card, to which the canvas points while it has the focus. */
export function elementId(id: string): string {
  return `graph-card-${id}`;
}

/** One card. It takes no focus itself: the canvas keeps it, so that cards out of sight need not be there. */
export const GraphCard = memo(function GraphCard({ id, data }: NodeProps<CardNode>) {
  const { card, problem, running, reads: from } = data;
  const selected = useGraph((store) => store.selected.includes(id));
  const active = useGraph((store) => store.active === id);
  const Sign = problem?.severity === "error" ? CircleAlert : TriangleAlert;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the canvas has the focus and names the active card
    <div
      id={elementId(id)}
      role="button"
      aria-pressed={selected}
      aria-expanded={card.group ? card.group.open : undefined}
      aria-description={from.length > 0 ? t("recipe.graph.reads", { names: from.join(", ") }) : undefined}
      aria-label={labelOf(card, problem?.message)}
      className={`graph-card graph-card-${card.look}`}
      data-testid={`node-${id}`}
      data-active={active || undefined}
      data-selected={selected || undefined}
      data-group={card.group ? true : undefined}
      data-problem={problem?.severity}
      title={problem ? problem.message : undefined}
    >
      {reads(card) ? <Handle type="target" position={Position.Left} isConnectableStart={false} /> : null}
      <div className="row graph-card-head">
        <LookIcon look={card.look} />
        <b className="truncate">{card.title}</b>
        <span className="spacer" />
        {problem ? (
          <Sign
            className={problem.severity === "error" ? "bad" : "mark-doubt"}
            size={14}
            aria-hidden
            data-testid={`node-problem-${id}`}
          />
        ) : null}
        {card.group ? <GroupToggle card={card} /> : null}
      </div>
      {card.lines.map((line, at) => (
        <div key={at} className="muted small truncate">
          {line}
        </div>
      ))}
      {problem ? (
        <div className={`small truncate graph-problem graph-problem-${problem.severity}`}>
          {problem.count > 1
            ? t("recipe.graph.problemOf", { message: problem.message, count: problem.count })
            : problem.message}
        </div>
      ) : null}
      {running ? <CardFigures id={id} card={card} /> : null}
      {card.look === "row" ? null : (
        <Handle
          type="source"
          position={Position.Right}
          isConnectable={card.group === null && card.look !== "check"}
          isConnectableEnd={false}
          title={card.look === "check" ? undefined : t("recipe.graph.drag")}
        />
      )}
    </div>
  );
});

function GroupToggle({ card }: { card: Card }) {
  const kind = kinds.find((candidate) => candidate === card.id);
  const open = card.group?.open ?? false;
  const Sign = open ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      tabIndex={-1}
      className="graph-fold nopan"
      aria-label={t(open ? "recipe.graph.fold" : "recipe.graph.unfold", { name: card.title })}
      onClick={(event) => {
        event.stopPropagation();
        if (kind) toggleGroup(kind);
      }}
    >
      <Sign aria-hidden size={15} />
    </button>
  );
}

export function LookIcon({ look, size = 14 }: { look: Look; size?: number }) {
  if (look === "row") return <Table2 aria-hidden size={size} />;
  if (look === "source") return <FileSpreadsheet aria-hidden size={size} />;
  if (look === "check") return <ListChecks aria-hidden size={size} />;
  return <PartIcon part={look} size={size} />;
}

/** Whether anything can lead to a card. */
export function reads(card: Card): boolean {
  return card.kind !== "task" && card.kind !== "sources";
}

function labelOf(card: Card, problem: string | undefined): string {
  const what = card.kind === "row" ? card.lines.join(", ") : [...card.lines].join(", ");
  return t(problem ? "recipe.graph.labelProblem" : "recipe.graph.label", {
    kind: t(`recipe.graph.kind.${card.look}`),
    name: card.title,
    what,
    problem: problem ?? "",
  });
}
