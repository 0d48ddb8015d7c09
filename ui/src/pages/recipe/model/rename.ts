import type { Check } from "@/generated/Check";
import type { Recipe } from "@/generated/Recipe";
import type { Repeat } from "@/generated/Repeat";
import type { Step } from "@/generated/Step";
import { certainties } from "./names";

/** Renames whole names inside the tags of a template; the words around tags stay. */
export function renameInTemplate(template: string, from: string, to: string): string {
  return template.replace(/\{\{.*?\}\}|\{%.*?%\}/gs, (tag) => renameInExpression(tag, from, to));
}

/** Renames whole names in an expression; texts in quotation marks stay. */
export function renameInExpression(expression: string, from: string, to: string): string {
  // The vowel signs of many scripts are marks, no letters: only the identifier classes keep a word whole.
  const name = new RegExp(`(?<![\\p{ID_Continue}.])${quoted(from)}(?!\\p{ID_Continue})`, "gu");
  return expression.replace(/"[^"]*"|'[^']*'|[^"']+/g, (part) =>
    /^["']/.test(part) ? part : part.replace(name, () => to),
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
    steps: recipe.steps.map((step) => ({
      ...step,
      prompt: renameInTemplate(step.prompt, from, to),
      when: step.when === null ? null : renameInExpression(step.when, from, to),
      repeat: step.repeat && inRepeat(step.repeat, from, to),
      formulas: Object.fromEntries(
        Object.entries(step.formulas).map(([name, formula]) => [name, renameInExpression(formula, from, to)]),
      ),
    })),
  };
}

function inRepeat(repeat: Repeat, from: string, to: string): Repeat {
  const named = swap(from, to);
  if ("each" in repeat) return { each: named(repeat.each) };
  if ("vote" in repeat) {
    const { vote } = repeat;
    const by = vote.by === null ? null : renameInExpression(vote.by, from, to);
    return { vote: { ...vote, on: named(vote.on), by } };
  }
  return { until: { ...repeat.until, test: renameInExpression(repeat.until.test, from, to) } };
}

function inChecks(check: Check, from: string, to: string): Check {
  const named = swap(from, to);
  if (check.kind === "length")
    return { ...check, field: named(check.field), band: check.band && named(check.band) };
  if (check.kind === "required") {
    return { ...check, field: named(check.field), values_of: check.values_of.map(named) };
  }
  if (check.kind === "holds")
    return { ...check, field: named(check.field), test: renameInExpression(check.test, from, to) };
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
    schedule: {
      ...changed.schedule,
      rules: changed.schedule.rules.map((rule) => renameInExpression(rule, from, to)),
    },
  };
}

/** Gives an output field another name, here and wherever the recipe names it or how sure its step is of it. */
export function renameField(recipe: Recipe, step: number, from: string, to: string): Recipe {
  const maker = recipe.steps[step];
  const endings = ["", ...(maker ? certainties(maker, from) : [])];
  return endings.reduce(
    (changed, ending) => renameColumn(changed, step, `${from}${ending}`, `${to}${ending}`),
    recipe,
  );
}

function renameColumn(recipe: Recipe, step: number, from: string, to: string): Recipe {
  const changed = inPrompts(recipe, from, to);
  return {
    ...changed,
    task: { ...changed.task, fields: changed.task.fields.map(swap(from, to)) },
    steps: changed.steps
      .map((candidate, at) =>
        at === step
          ? {
              ...candidate,
              output: Object.fromEntries(
                Object.entries(candidate.output).map(([name, output]) => [swap(from, to)(name), output]),
              ),
              formulas: Object.fromEntries(
                Object.entries(candidate.formulas).map(([name, formula]) => [swap(from, to)(name), formula]),
              ),
            }
          : candidate,
      )
      .map((candidate) => ({ ...candidate, output: inSpans(candidate.output, from, to) })),
    checks: changed.checks.map((check) => inChecks(check, from, to)),
  };
}

/** Spans name the field that holds their text. */
function inSpans(output: Step["output"], from: string, to: string): Step["output"] {
  const named = swap(from, to);
  return Object.fromEntries(
    Object.entries(output).map(([name, field]) => [
      name,
      field.type === "spans" ? { ...field, of: named(field.of) } : field,
    ]),
  );
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
    conditions: recipe.conditions.map((condition) => {
      if ("rows" in condition) return { ...condition, rows: { source: named(condition.rows.source) } };
      if ("facts" in condition)
        return { ...condition, facts: { ...condition.facts, source: named(condition.facts.source) } };
      return condition;
    }),
  };
}
