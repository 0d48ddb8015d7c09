import type { Recipe } from "@/generated/Recipe";

/** The document with another value at one place. */
export function setAt(recipe: Recipe, path: readonly (string | number)[], value: unknown): Recipe {
  return placed(recipe, path, value) as Recipe;
}

function placed(node: unknown, [key, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(node)) return node.with(Number(key), placed(node[Number(key)], rest, value));
  const record = node as Record<string, unknown>;
  return { ...record, [key]: placed(record[key], rest, value) };
}
