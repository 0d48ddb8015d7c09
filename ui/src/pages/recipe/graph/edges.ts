import type { Edge } from "@/generated/Edge";
import type { Recipe } from "@/generated/Recipe";
import { madeBy } from "../model/names";
import { idOf, stands } from "./place";

/** That one card reads another, both called by their place in the document. */
export interface Link {
  source: string;
  target: string;
}

/** Who reads whom, as the program's check of the recipe says, and what the finished row takes. */
export function linksOf(recipe: Recipe, edges: readonly Edge[], columns: readonly string[]): Link[] {
  const links: Link[] = [];
  const add = (source: string, target: string) => {
    // The check may be of the recipe before the last edit.
    const there = stands(source, recipe) && stands(target, recipe);
    if (there && !links.some((link) => link.source === source && link.target === target))
      links.push({ source, target });
  };
  for (const { from, to } of edges) add(from, to);
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
