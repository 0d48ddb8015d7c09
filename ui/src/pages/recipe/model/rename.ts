import type { Check } from "@/generated/Check";
import type { Recipe } from "@/generated/Recipe";

/** Renames whole names inside the tags of a template; the words around tags stay. */
export function renameInTemplate(template: string, from: string, to: string): string {
  const name = new RegExp(`(?<![\\w.])${quoted(from)}(?!\\w)`, "g");
  return template.replace(/\{\{.*?\}\}|\{%.*?%\}/gs, (tag) =>
    tag.replace(/"[^"]*"|'[^']*'|[^"']+/g, (part) => (/^["']/.test(part) ? part : part.replace(name, to))),
  );
}

function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function swap(from: string, to: string): (name: string) => string {
  return (name) => (name === from ? to : name);
}

function inPrompts(recipe: Recipe, from: string, to: string): Recipe {
  return {
    ...recipe,
    demonstrations: recipe.demonstrations.map((block) => ({
      ...block,
      query: block.query === null ? null : renameInTemplate(block.query, from, to),
    })),
    steps: recipe.steps.map((step) => ({ ...step, prompt: renameInTemplate(step.prompt, from, to) })),
  };
}

function inChecks(check: Check, from: string, to: string): Check {
  const named = swap(from, to);
  if (check.kind === "length")
    return { ...check, field: named(check.field), band: check.band && named(check.band) };
  if (check.kind === "required") {
    return { ...check, field: named(check.field), values_of: check.values_of.map(named) };
  }
  return { ...check, field: named(check.field) };
}

/** Gives a condition another name, here and wherever the recipe names it. */
export function renameCondition(recipe: Recipe, from: string, to: string): Recipe {
  const named = swap(from, to);
  const changed = inPrompts(recipe, from, to);
  return {
    ...changed,
    task: { ...changed.task, fields: changed.task.fields.map(named) },
    conditions: changed.conditions.map((condition) => {
      const renamed = { ...condition, name: named(condition.name) };
      return "depends" in renamed
        ? { ...renamed, depends: { ...renamed.depends, on: named(renamed.depends.on) } }
        : renamed;
    }),
    demonstrations: changed.demonstrations.map((block) => ({
      ...block,
      matching: block.matching && named(block.matching),
    })),
    checks: changed.checks.map((check) => inChecks(check, from, to)),
  };
}

/** Gives an output field another name, here and wherever the recipe names it. */
export function renameField(recipe: Recipe, step: number, from: string, to: string): Recipe {
  const changed = inPrompts(recipe, from, to);
  return {
    ...changed,
    task: { ...changed.task, fields: changed.task.fields.map(swap(from, to)) },
    steps: changed.steps.map((candidate, at) =>
      at === step
        ? {
            ...candidate,
            output: Object.fromEntries(
              Object.entries(candidate.output).map(([name, output]) => [swap(from, to)(name), output]),
            ),
          }
        : candidate,
    ),
    checks: changed.checks.map((check) => inChecks(check, from, to)),
  };
}

/** Gives a block of demonstrations another name, here and wherever the recipe names it. */
export function renameDemonstration(recipe: Recipe, from: string, to: string): Recipe {
  const changed = inPrompts(recipe, from, to);
  const named = swap(from, to);
  return {
    ...changed,
    demonstrations: changed.demonstrations.map((block) => ({ ...block, name: named(block.name) })),
    steps: changed.steps.map((step) => ({ ...step, demonstrations: step.demonstrations.map(named) })),
  };
}

/** Gives a source another name, here and wherever the recipe names it. */
export function renameSource(recipe: Recipe, from: string, to: string): Recipe {
  const named = swap(from, to);
  return {
    ...recipe,
    task: { ...recipe.task, input: recipe.task.input && named(recipe.task.input) },
    sources: recipe.sources.map((source) => ({ ...source, name: named(source.name) })),
    demonstrations: recipe.demonstrations.map((block) => ({ ...block, source: named(block.source) })),
  };
}
