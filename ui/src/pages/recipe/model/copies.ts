import type { Recipe } from "@/generated/Recipe";
import type { Step } from "@/generated/Step";
import { freshName } from "./lists";
import { namesInPrompts } from "./names";
import { renameCondition, renameDemonstration, renameField, renameSource } from "./rename";

/** Parts that were taken from a recipe together, in the order of the document. */
export type Parts = Pick<Recipe, "sources" | "conditions" | "demonstrations" | "steps" | "checks">;

export const noParts: Parts = { sources: [], conditions: [], demonstrations: [], steps: [], checks: [] };

/**
 * Copies for a recipe: what is called as something in it gets a name of its own, and what the copies say of each other
 * follows. What they say of other parts stays.
 */
export function copiesFor(recipe: Recipe, parts: Parts): Parts {
  const taken = [...namesInPrompts(recipe)];
  const fresh = (name: string, others: string[]): string => {
    const found = freshName(name, [...taken, ...others]);
    taken.push(found);
    return found;
  };
  let copy: Recipe = { ...recipe, ...parts };
  // Names that the copies have among themselves must not be met on the way to a free one.
  const own = namesInPrompts(copy);
  const others = (name: string) => own.filter((other) => other !== name);
  for (const { name } of parts.conditions) copy = renameCondition(copy, name, fresh(name, others(name)));
  for (const { name } of parts.demonstrations)
    copy = renameDemonstration(copy, name, fresh(name, others(name)));
  parts.steps.forEach((step, at) => {
    for (const name of Object.keys(step.output))
      copy = renameField(copy, at, name, fresh(name, others(name)));
  });
  const sources = recipe.sources.map(({ name }) => name);
  for (const { name } of parts.sources) {
    const to = freshName(name, sources);
    sources.push(to);
    copy = renameSource(copy, name, to);
  }
  const ids = recipe.steps.map(({ id }) => id);
  const steps = copy.steps.map((step) => {
    const id = freshName(step.id, ids);
    ids.push(id);
    return { ...step, id };
  });
  const { conditions, demonstrations, checks } = copy;
  return { sources: copy.sources, conditions, demonstrations, steps, checks };
}

/** A copy of a step whose id and fields have names of their own. */
export function copyOfStep(step: Step, recipe: Recipe): Step {
  return copiesFor(recipe, { ...noParts, steps: [step] }).steps[0] ?? step;
}
