import { create } from "zustand";
import type { Recipe } from "@/generated/Recipe";
import { perProject } from "@/state/project";
import { edit, useRecipe } from "@/state/recipe";
import { type Changed, duplicated, isEmpty, noParts, type Parts, partsOf, pasted, removed } from "./change";
import { follow, type Kind, kinds, placeOf, stands } from "./place";

interface GraphStore {
  /** Selected cards; one alone is open in the editor. */
  selected: readonly string[];
  /** The card that keys speak to. */
  active: string | null;
  /** Long lists that are shown item by item. */
  open: ReadonlySet<Kind>;
  /** The editor takes the focus once it is there. */
  entering: boolean;
}

const nothing: GraphStore = { selected: [], active: null, open: new Set(), entering: false };

export const useGraph = create<GraphStore>(() => nothing);
perProject(useGraph, nothing);

/** Copied parts; they outlive the project, so that they can be put into another one. */
export const useClipboard = create<{ parts: Parts }>(() => ({ parts: noParts }));

useRecipe.subscribe(({ recipe: now }, { recipe: before }) => {
  const { selected, active } = useGraph.getState();
  if (!now || !before || now === before || (selected.length === 0 && active === null)) return;
  const after = (id: string) => {
    const found = follow(id, before, now);
    return found !== null && stands(found, now) ? found : null;
  };
  useGraph.setState({
    selected: selected.flatMap((id) => after(id) ?? []),
    active: active === null ? null : after(active),
  });
});

function withOpen(open: ReadonlySet<Kind>, ids: readonly string[]): ReadonlySet<Kind> {
  const more = ids.flatMap((id) => placeOf(id)?.kind ?? []).filter((kind) => !open.has(kind));
  return more.length === 0 ? open : new Set([...open, ...more]);
}

/** Selects cards, unfolding their lists; `entering` also moves the focus into the editor. */
export function select(ids: readonly string[], entering = false): void {
  useGraph.setState(({ open, active }) => ({
    selected: ids,
    active: ids.at(-1) ?? active,
    open: withOpen(open, ids),
    entering,
  }));
}

export function toggleSelected(id: string): void {
  const { selected } = useGraph.getState();
  const next = selected.includes(id) ? selected.filter((other) => other !== id) : [...selected, id];
  select(next);
  useGraph.setState({ active: id });
}

/** Folds a long list into one card, or unfolds it. */
export function toggleGroup(kind: Kind): void {
  useGraph.setState(({ open, selected }) => {
    const next = new Set(open);
    const folds = next.delete(kind);
    if (!folds) next.add(kind);
    return {
      open: next,
      active: kind,
      selected: folds ? selected.filter((id) => placeOf(id)?.kind !== kind) : selected,
    };
  });
}

/** Changes the recipe as one step that can be undone, and selects what the change is about. */
export function change(
  make: (recipe: Recipe, selected: readonly string[]) => Changed,
  entering = false,
): void {
  const { recipe } = useRecipe.getState();
  if (!recipe) return;
  const next = make(recipe, useGraph.getState().selected);
  edit(() => next.recipe);
  select(next.selected, entering);
}

/** What commands are about: the selected cards, or the one that has the focus. */
export function chosen(): readonly string[] {
  const { selected, active } = useGraph.getState();
  if (selected.length > 0) return selected;
  return active === null ? [] : [active];
}

export function removeChosen(): void {
  const ids = chosen();
  const first = placeOf(ids[0] ?? "");
  edit((before) => removed(before, ids));
  const { recipe } = useRecipe.getState();
  if (!recipe || !first) return;
  // The keys go on at the card that took the place of the first.
  const at = Math.min(first.at, recipe[first.kind].length - 1);
  useGraph.setState({ selected: [], active: at < 0 ? "task" : `${first.kind}[${at}]` });
}

export function duplicateChosen(): void {
  const { recipe } = useRecipe.getState();
  if (recipe && !isEmpty(partsOf(recipe, chosen()))) change((before) => duplicated(before, chosen()));
}

export function copyChosen(): void {
  const { recipe } = useRecipe.getState();
  const parts = recipe ? partsOf(recipe, chosen()) : noParts;
  if (!isEmpty(parts)) useClipboard.setState({ parts });
}

export function paste(): void {
  const { parts } = useClipboard.getState();
  if (!isEmpty(parts)) change((before) => pasted(before, parts));
}

export function selectAll(): void {
  const { recipe } = useRecipe.getState();
  if (recipe) select(kinds.flatMap((kind) => recipe[kind].map((_, at) => `${kind}[${at}]`)));
}
