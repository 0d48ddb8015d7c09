import type { Part } from "@/components/Chip";
import type { Edge } from "@/generated/Edge";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { valuesOf } from "../model/scopes";
import type { Section } from "../model/sections";

/** A card of the graph. */
export interface GraphNode {
  id: string;
  title: string;
  /** What it brings or makes. */
  lines: string[];
  part: Part | "input" | "row";
  section: Section;
  /** Place of the document that its problems name. */
  path: string;
  x: number;
  y: number;
}

export interface GraphEdge {
  id: string;
  source: string;
  target: string;
  part: Part | "input" | "row";
}

export const cardWidth = 170;
const columnGap = 56;
const rowGap = 16;

/** Height of a card with so many lines, as the stylesheet draws it. */
export function cardHeight(lines: number): number {
  return 40 + Math.max(1, lines) * 20;
}

type Placed = Omit<GraphNode, "x" | "y"> & { column: number };

/** The recipe as cards from left to right: what prompts read, the steps in order of need, the finished row. */
export function graphOf(
  recipe: Recipe,
  edges: readonly Edge[],
  columns: readonly string[],
): { nodes: GraphNode[]; edges: GraphEdge[] } {
  const depth = depths(recipe, edges);
  const last = Math.max(0, ...depth.values()) + 2;
  const placed: Placed[] = [
    {
      id: "task",
      title: t("recipe.section.task"),
      lines: [recipe.task.goal],
      part: "task",
      section: "task",
      path: "task",
      column: 0,
    },
    ...recipe.conditions.map(
      (condition, at): Placed => ({
        id: condition.name,
        title: condition.name,
        lines: [valuesOf(condition, recipe).slice(0, 3).join(", ")],
        part: "condition",
        section: "conditions",
        path: `conditions[${at}]`,
        column: 0,
      }),
    ),
    ...recipe.demonstrations.map(
      (block, at): Placed => ({
        id: block.name,
        title: block.name,
        lines: [`${block.count} × ${block.source}`],
        part: "demonstration",
        section: "demonstrations",
        path: `demonstrations[${at}]`,
        column: 0,
      }),
    ),
    ...recipe.steps.map(
      (step, at): Placed => ({
        id: step.id,
        title: step.id,
        lines: Object.entries(step.output).map(([name, { type }]) =>
          t("recipe.graph.field", { name, type: t(`recipe.type.${type}.name`).toLowerCase() }),
        ),
        part: "step",
        section: "steps",
        path: `steps[${at}]`,
        column: 1 + (depth.get(step.id) ?? 0),
      }),
    ),
    {
      id: "row",
      title: t("recipe.graph.row"),
      lines: [...columns],
      part: "row",
      section: "checks",
      path: "checks",
      column: last,
    },
  ];
  if (recipe.task.input) {
    const fields = recipe.sources.find(({ name }) => name === recipe.task.input)?.fields ?? {};
    placed.unshift({
      id: recipe.task.input,
      title: recipe.task.input,
      lines: [Object.keys(fields).join(", ")],
      part: "input",
      section: "sources",
      path: "sources",
      column: 0,
    });
  }
  const partById = new Map(placed.map(({ id, part }) => [id, part]));
  const drawn = new Map<string, GraphEdge>();
  for (const { from, to } of edges) {
    const part = partById.get(from);
    if (part && partById.has(to))
      drawn.set(`${from}→${to}`, { id: `${from}→${to}`, source: from, target: to, part });
  }
  for (const step of recipe.steps) {
    if (Object.keys(step.output).some((name) => columns.includes(name))) {
      drawn.set(`${step.id}→row`, { id: `${step.id}→row`, source: step.id, target: "row", part: "step" });
    }
  }
  for (const { name } of recipe.conditions) {
    if (columns.includes(name))
      drawn.set(`${name}→row`, { id: `${name}→row`, source: name, target: "row", part: "condition" });
  }
  return { nodes: laidOut(placed), edges: [...drawn.values()] };
}

/** How many steps lie before each step; a cycle, which the recipe's check reports, ends the count. */
function depths(recipe: Recipe, edges: readonly Edge[]): Map<string, number> {
  const ids = new Set(recipe.steps.map(({ id }) => id));
  const found = new Map(recipe.steps.map(({ id }) => [id, 0]));
  for (let round = 0; round < recipe.steps.length; round++) {
    for (const { from, to } of edges) {
      if (ids.has(from) && ids.has(to) && from !== to)
        found.set(to, Math.max(found.get(to) ?? 0, (found.get(from) ?? 0) + 1));
    }
  }
  return new Map([...found].map(([id, depth]) => [id, Math.min(depth, recipe.steps.length)]));
}

/** Columns side by side, each centred. */
function laidOut(placed: readonly Placed[]): GraphNode[] {
  const columns = new Map<number, Placed[]>();
  for (const node of placed) columns.set(node.column, [...(columns.get(node.column) ?? []), node]);
  return [...columns.entries()]
    .sort(([a], [b]) => a - b)
    .flatMap(([, nodes], order) => {
      const height = nodes.reduce((sum, { lines }) => sum + cardHeight(lines.length) + rowGap, -rowGap);
      let y = -height / 2;
      return nodes.map(({ column: _column, ...node }) => {
        const at = { ...node, x: order * (cardWidth + columnGap), y };
        y += cardHeight(node.lines.length) + rowGap;
        return at;
      });
    });
}
