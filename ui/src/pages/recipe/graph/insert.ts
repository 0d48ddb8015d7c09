import type { Recipe } from "@/generated/Recipe";
import type { Step } from "@/generated/Step";
import { replaceAt } from "../model/lists";
import { madeBy, type Variable, variables } from "../model/names";
import { comesAfter, type Link } from "./edges";
import { idOf, placeOf } from "./place";

/** Something that the prompt of a step can be given, and the card that it comes from. */
export interface Offer extends Variable {
  from: string;
}

/** What can be put into a step's prompt: all that it may name and that does not come after it. */
export function offersFor(recipe: Recipe, at: number, links: readonly Link[]): Offer[] {
  const step = recipe.steps[at];
  if (!step || step.method === "formula") return [];
  const all = { ...step, demonstrations: recipe.demonstrations.map(({ name }) => name) };
  const whole = { ...recipe, steps: replaceAt(recipe.steps, at, all) };
  const here = idOf("steps", at);
  return variables(whole, at).flatMap((variable) => {
    const from = originOf(variable, recipe);
    if (from === null) return [];
    return from !== here && comesAfter(links, from, here) ? [] : [{ ...variable, from }];
  });
}

/** What a card can give to the prompt of a step. */
export function offersFrom(recipe: Recipe, from: string, at: number, links: readonly Link[]): Offer[] {
  return offersFor(recipe, at, links).filter((offer) => offer.from === from);
}

function originOf({ name, origin }: Variable, recipe: Recipe): string | null {
  const head = name.split(".")[0] ?? name;
  const found = (kind: "sources" | "conditions" | "demonstrations" | "steps", at: number) =>
    at < 0 ? null : idOf(kind, at);
  switch (origin) {
    case "task":
      return "task";
    case "input":
      return found(
        "sources",
        recipe.sources.findIndex((source) => source.name === recipe.task.input),
      );
    case "condition":
      return found(
        "conditions",
        recipe.conditions.findIndex((condition) => condition.name === head),
      );
    case "demonstration":
      return found(
        "demonstrations",
        recipe.demonstrations.findIndex((block) => block.name === head),
      );
    case "step":
      return found(
        "steps",
        recipe.steps.findIndex((step) => madeBy(step).includes(head)),
      );
  }
}

/** The recipe with something more at the end of a step's prompt. */
export function inserted(recipe: Recipe, at: number, { name, origin, insert }: Variable): Recipe {
  const step = recipe.steps[at];
  if (!step) return recipe;
  const shows =
    origin === "demonstration" && !step.demonstrations.includes(name)
      ? [...step.demonstrations, name]
      : step.demonstrations;
  const next: Step = {
    ...step,
    demonstrations: shows,
    prompt: appended(step.prompt, insert ?? `{{ ${name} }}`),
  };
  return { ...recipe, steps: replaceAt(recipe.steps, at, next) };
}

/** Loops stand on lines of their own; a single name follows in the line. */
function appended(prompt: string, text: string): string {
  if (prompt === "" || prompt.endsWith("\n")) return prompt + text;
  if (text.startsWith("{%")) return `${prompt}\n${text}`;
  return prompt.endsWith(" ") ? prompt + text : `${prompt} ${text}`;
}

/** What joining two cards means: a choice of fields for a prompt, the source of demonstrations, or nothing. */
export type Joint = { offers: Offer[] } | { change: (recipe: Recipe) => Recipe } | null;

export function joint(recipe: Recipe, from: string, to: string, links: readonly Link[]): Joint {
  const [source, target] = [placeOf(from), placeOf(to)];
  if (target?.kind === "steps" && from !== to) {
    const offers = offersFrom(recipe, from, target.at, links);
    return offers.length > 0 ? { offers } : null;
  }
  if (source?.kind === "sources" && target?.kind === "demonstrations") {
    const name = recipe.sources[source.at]?.name;
    const block = recipe.demonstrations[target.at];
    if (name === undefined || block === undefined) return null;
    return {
      change: (before) => ({
        ...before,
        demonstrations: replaceAt(before.demonstrations, target.at, { ...block, source: name }),
      }),
    };
  }
  return null;
}
