import type { Edge } from "@/generated/Edge";
import type { Recipe } from "@/generated/Recipe";
import { madeBy } from "../model/names";
import { idOf } from "./place";

/** That one card reads another, both called by their place in the document. */
export interface Link {
  source: string;
  target: string;
}

/** What conditions and demonstrations read: the order of the program's check, with the names that it gives. */
function inputLinks(recipe: Recipe): (Link & { from: string; to: string })[] {
  const sourceAt = (name: string) => recipe.sources.findIndex((source) => source.name === name);
  const conditionAt = (name: string) => recipe.conditions.findIndex((condition) => condition.name === name);
  const found: (Link & { from: string; to: string })[] = [];
  const add = (kind: "sources" | "conditions", at: number, from: string, to: string, target: string) => {
    if (at >= 0) found.push({ source: idOf(kind, at), target, from, to });
  };
  recipe.conditions.forEach((condition, at) => {
    const target = idOf("conditions", at);
    if ("depends" in condition) {
      const { on } = condition.depends;
      add("conditions", conditionAt(on), on, condition.name, target);
    }
    const source =
      "rows" in condition ? condition.rows.source : "facts" in condition ? condition.facts.source : null;
    if (source !== null) add("sources", sourceAt(source), source, condition.name, target);
  });
  recipe.demonstrations.forEach((block, at) => {
    const target = idOf("demonstrations", at);
    add("sources", sourceAt(block.source), block.source, block.name, target);
    if (block.matching !== null)
      add("conditions", conditionAt(block.matching), block.matching, block.name, target);
  });
  return found;
}

/**
 * Who reads whom. What steps read comes from the program's check of their prompts; its edges carry names alone, and a
 * step may be called as a condition is, so those that belong to conditions and demonstrations are told apart first.
 */
export function linksOf(recipe: Recipe, edges: readonly Edge[], columns: readonly string[]): Link[] {
  const inputs = inputLinks(recipe);
  const rest = inputs.map(({ from, to }) => `${from}\n${to}`);
  const links: Link[] = inputs.map(({ source, target }) => ({ source, target }));
  const add = (source: string | null, target: string) => {
    if (source && !links.some((link) => link.source === source && link.target === target))
      links.push({ source, target });
  };
  const stepAt = new Map(recipe.steps.map(({ id }, at) => [id, at]));
  for (const edge of edges) {
    const known = rest.indexOf(`${edge.from}\n${edge.to}`);
    if (known >= 0) {
      rest.splice(known, 1);
      continue;
    }
    const to = stepAt.get(edge.to);
    if (to !== undefined) add(readFrom(edge, recipe), idOf("steps", to));
  }
  const checked = new Set<string>();
  recipe.checks.forEach((check, at) => {
    const maker = makerOf(check.field, recipe);
    if (!maker) return;
    checked.add(maker);
    add(maker, idOf("checks", at));
    add(idOf("checks", at), "row");
  });
  recipe.steps.forEach((step, at) => {
    const id = idOf("steps", at);
    if (!checked.has(id) && Object.keys(step.output).some((name) => columns.includes(name))) add(id, "row");
  });
  recipe.conditions.forEach(({ name }, at) => {
    if (columns.includes(name) && !checked.has(idOf("conditions", at))) add(idOf("conditions", at), "row");
  });
  return links;
}

function readFrom({ from, name }: Edge, recipe: Recipe): string | null {
  const place = (kind: "sources" | "conditions" | "demonstrations" | "steps", at: number) =>
    at < 0 ? null : idOf(kind, at);
  if (name === "task") return "task";
  if (name === "input")
    return place(
      "sources",
      recipe.sources.findIndex((source) => source.name === from),
    );
  const block = recipe.demonstrations.findIndex((candidate) => candidate.name === name);
  if (block >= 0) return idOf("demonstrations", block);
  const step = recipe.steps.findIndex(({ id }) => id === from);
  const condition = recipe.conditions.findIndex((candidate) => candidate.name === name);
  const made = step >= 0 && (condition < 0 || makes(recipe, step, name));
  return made ? idOf("steps", step) : place("conditions", condition);
}

function makes(recipe: Recipe, at: number, field: string): boolean {
  const step = recipe.steps[at];
  return step !== undefined && madeBy(step).includes(field);
}

/** The card that a field of a row comes from. */
function makerOf(field: string, recipe: Recipe): string | null {
  const step = recipe.steps.findIndex((candidate) => madeBy(candidate).includes(field));
  if (step >= 0) return idOf("steps", step);
  const condition = recipe.conditions.findIndex(({ name }) => name === field);
  return condition >= 0 ? idOf("conditions", condition) : null;
}

/** Whether a card comes after another, through any number of links. */
export function comesAfter(links: readonly Link[], id: string, other: string): boolean {
  const seen = new Set<string>();
  const reached = [other];
  for (let next = reached.pop(); next !== undefined; next = reached.pop()) {
    if (next === id) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    for (const { source, target } of links) if (source === next) reached.push(target);
  }
  return false;
}
