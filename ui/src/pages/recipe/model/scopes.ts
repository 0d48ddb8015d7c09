import type { Branch } from "@/generated/Branch";
import type { Condition } from "@/generated/Condition";
import type { Recipe } from "@/generated/Recipe";
import type { Value } from "@/generated/Value";
import type { Weighted } from "@/generated/Weighted";
import { key } from "./values";

export const scopes = [
  "values",
  "labels",
  "range",
  "dates",
  "words",
  "tree",
  "depends",
  "rows",
  "facts",
] as const;

/** Where a condition's values come from. */
export type ScopeKind = (typeof scopes)[number];

export function scopeOf(condition: Condition): ScopeKind {
  return scopes.find((kind) => kind in condition) ?? "values";
}

/** The condition with another scope; values that both can hold are kept. */
export function withScope(condition: Condition, kind: ScopeKind, recipe: Recipe): Condition {
  const { name } = condition;
  const known = listed(condition, recipe);
  switch (kind) {
    case "values":
      return { name, values: known };
    case "labels":
      return { name, labels: { weights: {} } };
    case "range":
      return { name, range: { low: 1, high: 10, step: 1 } };
    case "dates":
      return { name, dates: { from: "2020-01-01", to: "2024-12-31" } };
    case "rows":
      return { name, rows: { source: recipe.sources[0]?.name ?? "" } };
    case "facts":
      return { name, facts: { source: recipe.sources[0]?.name ?? "", count: 3 } };
    case "words":
      return {
        name,
        words: { count: Math.min(3, Math.max(1, known.length)), from: known.map(({ value }) => key(value)) },
      };
    case "tree":
      return { name, tree: known.map(({ value, weight }) => ({ name: key(value), weight, children: [] })) };
    case "depends": {
      const on = recipe.conditions.find((other) => other.name !== name && valuesOf(other, recipe).length > 0);
      const cases = Object.fromEntries((on ? valuesOf(on, recipe) : []).map((value) => [key(value), known]));
      return { name, depends: { on: on?.name ?? "", cases } };
    }
  }
}

/** Values with their weights, as far as a flat list can say them. */
function listed(condition: Condition, recipe: Recipe): Weighted[] {
  if ("values" in condition) return condition.values;
  if ("words" in condition) return condition.words.from.map((value) => ({ value, weight: 1 }));
  if ("tree" in condition) return condition.tree.map(({ name, weight }) => ({ value: name, weight }));
  return valuesOf(condition, recipe).map((value) => ({ value, weight: 1 }));
}

/** Every value that a condition can take, once each; empty where they are not a list. */
export function valuesOf(condition: Condition, recipe: Recipe): Value[] {
  return [...new Map(possible(condition, recipe).map((value) => [key(value), value])).values()];
}

function possible(condition: Condition, recipe: Recipe): Value[] {
  if ("values" in condition) return condition.values.map(({ value }) => value);
  if ("labels" in condition) return recipe.task.labels.map(({ name }) => name);
  if ("tree" in condition) return condition.tree.flatMap(leaves);
  if ("depends" in condition)
    return Object.values(condition.depends.cases)
      .flat()
      .map(({ value }) => value);
  return [];
}

/** Names of the nodes at the ends of a branch: the values that rows draw. */
export function leaves(branch: Branch): string[] {
  return branch.children.length === 0 ? [branch.name] : branch.children.flatMap(leaves);
}
