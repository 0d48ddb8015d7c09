import type { Branch } from "@/generated/Branch";
import type { Condition } from "@/generated/Condition";
import type { Labels } from "@/generated/Labels";
import type { Recipe } from "@/generated/Recipe";
import type { Value } from "@/generated/Value";
import type { Weighted } from "@/generated/Weighted";
import { leaves } from "./scopes";
import { key } from "./values";

/** A value and how often it comes, in [0, 1]. */
interface Shared {
  value: Value;
  share: number;
}

/** Whether weights decide how often a value comes; the grid makes every combination equally often. */
export function weighs({ schedule }: Recipe): boolean {
  return schedule.strategy !== "grid";
}

/** How often each of some values of a condition comes among them, in [0, 1]. */
export function shares(recipe: Recipe, condition: string, values: readonly Weighted[]): number[] {
  return parts(
    values.map(({ value, weight }) =>
      weighs(recipe) ? weight : combinations(recipe, condition, key(value)),
    ),
  );
}

/** How often each of some branches beside each other comes among them, in [0, 1]. */
export function branchShares(recipe: Recipe, condition: string, branches: readonly Branch[]): number[] {
  return parts(
    branches.map((branch) =>
      weighs(recipe)
        ? branch.weight
        : sum(leaves(branch).map((leaf) => combinations(recipe, condition, leaf))),
    ),
  );
}

/**
 * Rows expected for each value of a condition. Null where only dealing them would tell: under rules, for a condition
 * that depends on another, and for values that are no list.
 */
export function expectedRows(recipe: Recipe, condition: Condition): { value: Value; rows: number }[] | null {
  const drawn = recipe.schedule.rules.length > 0 ? null : marginal(recipe, condition);
  if (!drawn) return null;
  const rows = new Map<string, { value: Value; rows: number }>();
  for (const { value, share } of drawn) {
    const before = rows.get(key(value));
    rows.set(key(value), { value, rows: (before?.rows ?? 0) + share * recipe.schedule.rows });
  }
  return [...rows.values()];
}

/** The task's labels as values; a weight of 1 is not written down. */
export function labelled({ task }: Recipe, { weights }: Labels): Weighted[] {
  return task.labels.map(({ name }) => ({ value: name, weight: weights[name] ?? 1 }));
}

/** Whether values that stand beside each other have different weights. */
export function isUneven(condition: Condition, recipe: Recipe): boolean {
  return levels(condition, recipe).some((weights) => new Set(weights).size > 1);
}

/** The weight that gives one value a share while the others keep theirs among themselves. */
export function weightFor(values: readonly Weighted[], at: number, share: number): number {
  const others = sum(values.filter((_, index) => index !== at).map(({ weight }) => weight));
  const held = Math.min(Math.max(share, 0.001), 0.999);
  const weight = others > 0 ? (others * held) / (1 - held) : 1;
  return Number(weight.toPrecision(4));
}

function marginal(recipe: Recipe, condition: Condition): Shared[] | null {
  const { name } = condition;
  if ("tree" in condition) return leafShares(recipe, name, condition.tree, 1);
  const values =
    "values" in condition
      ? condition.values
      : "labels" in condition
        ? labelled(recipe, condition.labels)
        : null;
  if (!values) return null;
  const of = shares(recipe, name, values);
  return values.map(({ value }, at) => ({ value, share: of[at] ?? 0 }));
}

/** The leaves below some branches, which divide a share among them. */
function leafShares(recipe: Recipe, condition: string, branches: readonly Branch[], share: number): Shared[] {
  const of = branchShares(recipe, condition, branches);
  return branches.flatMap(({ name, children }, at) => {
    const own = share * (of[at] ?? 0);
    return children.length === 0
      ? [{ value: name, share: own }]
      : leafShares(recipe, condition, children, own);
  });
}

/** The combinations that one value has with all that depends on it. A circle of conditions is gone round once. */
function combinations(
  recipe: Recipe,
  condition: string,
  value: string,
  above: readonly string[] = [],
): number {
  const path = [...above, condition];
  return recipe.conditions.reduce((product, other) => {
    if (!("depends" in other) || other.depends.on !== condition || path.includes(other.name)) return product;
    const below = other.depends.cases[value] ?? [];
    return product * sum(below.map((item) => combinations(recipe, other.name, key(item.value), path)));
  }, 1);
}

/** The weights of a condition, those beside each other together. */
function levels(condition: Condition, recipe: Recipe): number[][] {
  const of = (values: readonly { weight: number }[]) => values.map(({ weight }) => weight);
  const inTree = (branches: readonly Branch[]): number[][] => [
    of(branches),
    ...branches.flatMap(({ children }) => inTree(children)),
  ];
  if ("values" in condition) return [of(condition.values)];
  if ("labels" in condition) return [of(labelled(recipe, condition.labels))];
  if ("tree" in condition) return inTree(condition.tree);
  if ("depends" in condition) return Object.values(condition.depends.cases).map(of);
  return [];
}

function parts(amounts: readonly number[]): number[] {
  const total = sum(amounts);
  return amounts.map((amount) => (total > 0 ? amount / total : 0));
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
