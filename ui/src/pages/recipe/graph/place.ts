import type { Recipe } from "@/generated/Recipe";

/** The lists of a recipe that the graph shows item by item. */
export const kinds = ["sources", "conditions", "demonstrations", "steps", "checks"] as const;

export type Kind = (typeof kinds)[number];

/** An item of a list. Cards are called by their place in the document, which is also what problems name. */
export interface Place {
  kind: Kind;
  at: number;
}

export function idOf(kind: Kind, at: number): string {
  return `${kind}[${at}]`;
}

/** The item that a card stands for; null for the task, the row and groups. */
export function placeOf(id: string): Place | null {
  const found = /^(\w+)\[(\d+)\]$/.exec(id);
  const kind = kinds.find((candidate) => candidate === found?.[1]);
  return kind && found ? { kind, at: Number(found[2]) } : null;
}

/** The card at which a problem lies. */
export function nodeOfPath(path: string): string {
  const item = placeOf(/^\w+\[\d+\]/.exec(path)?.[0] ?? "");
  if (item) return idOf(item.kind, item.at);
  return /^(schedule|steps|checks)\b/.test(path) ? "row" : "task";
}

/** Whether a recipe has what a card stands for. */
export function stands(id: string, recipe: Recipe): boolean {
  const place = placeOf(id);
  return place === null || place.at < recipe[place.kind].length;
}

/**
 * Where the item of a card is after an edit: an item that was moved is followed, one that was changed keeps its place,
 * and one that is gone gives null.
 */
export function follow(id: string, before: Recipe, after: Recipe): string | null {
  const place = placeOf(id);
  if (!place) return id;
  const { kind, at } = place;
  const [was, is] = [before[kind] as readonly unknown[], after[kind] as readonly unknown[]];
  if (was === is || was[at] === is[at]) return at < is.length ? id : null;
  const moved = is.indexOf(was[at]);
  if (moved >= 0) return idOf(kind, moved);
  return was.length === is.length ? id : null;
}
