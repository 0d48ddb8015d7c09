import type { Recipe } from "@/generated/Recipe";
import { copiesFor, noParts, type Parts } from "../model/copies";
import { type CheckKind, freshCheck, freshCondition, freshDemonstration, freshStep } from "../model/fresh";
import { fieldNames } from "../model/names";
import { idOf, type Kind, kinds, placeOf } from "./place";

/** A recipe after an edit of the graph, and the cards that are selected then. */
export interface Changed {
  recipe: Recipe;
  selected: string[];
}

/** What can be added without a question; a source needs a file. */
export type Addition = "conditions" | "demonstrations" | "steps" | { check: CheckKind };

/** Adds a part. A step stands after the last selected one, and a check looks at what the selected step makes. */
export function added(recipe: Recipe, what: Addition, selected: readonly string[]): Changed {
  const after = lastOf("steps", selected);
  if (what === "steps") {
    const at = after === null ? recipe.steps.length : after + 1;
    const steps = recipe.steps.toSpliced(at, 0, freshStep(recipe));
    return { recipe: { ...recipe, steps }, selected: [idOf("steps", at)] };
  }
  if (what === "conditions") {
    const conditions = [...recipe.conditions, freshCondition(recipe)];
    return {
      recipe: { ...recipe, conditions },
      selected: [idOf("conditions", recipe.conditions.length)],
    };
  }
  if (what === "demonstrations") {
    const demonstrations = [...recipe.demonstrations, freshDemonstration(recipe)];
    return {
      recipe: { ...recipe, demonstrations },
      selected: [idOf("demonstrations", recipe.demonstrations.length)],
    };
  }
  const step = after === null ? recipe.steps.at(-1) : recipe.steps[after];
  const field = Object.keys(step?.output ?? {})[0] ?? fieldNames(recipe)[0];
  return {
    recipe: { ...recipe, checks: [...recipe.checks, freshCheck(what.check, recipe, field)] },
    selected: [idOf("checks", recipe.checks.length)],
  };
}

function lastOf(kind: Kind, selected: readonly string[]): number | null {
  const places = selected.map(placeOf).flatMap((place) => (place?.kind === kind ? [place.at] : []));
  return places.length > 0 ? Math.max(...places) : null;
}

/** The selected parts, in the order of the document. */
export function partsOf(recipe: Recipe, selected: readonly string[]): Parts {
  const chosen = new Set(selected);
  const take = <T>(kind: Kind, list: readonly T[]): T[] => list.filter((_, at) => chosen.has(idOf(kind, at)));
  return {
    sources: take("sources", recipe.sources),
    conditions: take("conditions", recipe.conditions),
    demonstrations: take("demonstrations", recipe.demonstrations),
    steps: take("steps", recipe.steps),
    checks: take("checks", recipe.checks),
  };
}

export function isEmpty(parts: Parts): boolean {
  return kinds.every((kind) => parts[kind].length === 0);
}

/** Takes the selected parts away; the task and the row stay. */
export function removed(recipe: Recipe, selected: readonly string[]): Recipe {
  const gone = new Set(selected);
  if (isEmpty(partsOf(recipe, selected))) return recipe;
  const keep = <T>(kind: Kind, list: readonly T[]): T[] => list.filter((_, at) => !gone.has(idOf(kind, at)));
  return {
    ...recipe,
    sources: keep("sources", recipe.sources),
    conditions: keep("conditions", recipe.conditions),
    demonstrations: keep("demonstrations", recipe.demonstrations),
    steps: keep("steps", recipe.steps),
    checks: keep("checks", recipe.checks),
  };
}

/** Puts copies into a recipe, after what is selected of their kind or at the end, under names of their own. */
export function pasted(recipe: Recipe, parts: Parts, selected: readonly string[] = []): Changed {
  const copies = copiesFor(recipe, parts);
  const ids: string[] = [];
  const put = <T>(kind: Kind, list: T[], more: T[]): T[] => {
    if (more.length === 0) return list;
    const at = (lastOf(kind, selected) ?? list.length - 1) + 1;
    ids.push(...more.map((_, offset) => idOf(kind, at + offset)));
    return list.toSpliced(at, 0, ...more);
  };
  return {
    recipe: {
      ...recipe,
      sources: put("sources", recipe.sources, copies.sources),
      conditions: put("conditions", recipe.conditions, copies.conditions),
      demonstrations: put("demonstrations", recipe.demonstrations, copies.demonstrations),
      steps: put("steps", recipe.steps, copies.steps),
      checks: put("checks", recipe.checks, copies.checks),
    },
    selected: ids,
  };
}

export function duplicated(recipe: Recipe, selected: readonly string[]): Changed {
  return pasted(recipe, partsOf(recipe, selected), selected);
}

export { noParts, type Parts };
