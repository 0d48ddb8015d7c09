import { create } from "zustand";
import type { CheckedRecipe } from "@/generated/CheckedRecipe";
import type { Recipe } from "@/generated/Recipe";
import type { RecipeVersion } from "@/generated/RecipeVersion";
import type { WireError } from "@/generated/WireError";
import { call, wireError } from "@/platform";
import { showFailure } from "./app";

interface RecipeStore {
  /** The document as it is edited; null while no project is open. */
  recipe: Recipe | null;
  /** What followed from it when it was last sent. */
  checked: CheckedRecipe | null;
  /** Saved versions, newest first. */
  versions: RecipeVersion[];
  /** Earlier states, oldest first. */
  past: Recipe[];
  /** States undone, the next one last. */
  future: Recipe[];
  /** Why the draft could not be kept. */
  error: WireError | null;
}

const empty: RecipeStore = { recipe: null, checked: null, versions: [], past: [], future: [], error: null };

export const useRecipe = create<RecipeStore>(() => empty);

/** Steps that can be undone. */
const depth = 200;
/** Edits of one field within this time, in milliseconds, are one step. */
const together = 900;

let lastField = "";
let lastEdit = 0;

/** Reads the open project's recipe. */
export async function loadRecipe(): Promise<void> {
  try {
    const { recipe, checked, versions } = await call("recipe_get");
    lastField = "";
    useRecipe.setState({ ...empty, recipe, checked, versions });
  } catch (thrown) {
    useRecipe.setState(empty);
    showFailure(thrown);
  }
}

/** Changes the document. Edits with the same `field` in quick succession, such as typing, are undone together. */
export function edit(change: (recipe: Recipe) => Recipe, field = ""): void {
  const { recipe, past } = useRecipe.getState();
  if (!recipe) return;
  const next = change(recipe);
  if (next === recipe) return;
  const now = Date.now();
  const continued = field !== "" && field === lastField && now - lastEdit < together;
  lastField = field;
  lastEdit = now;
  useRecipe.setState({ recipe: next, past: continued ? past : [...past, recipe].slice(-depth), future: [] });
  keepSoon();
}

export function undo(): void {
  const { recipe, past, future } = useRecipe.getState();
  const before = past.at(-1);
  if (!recipe || !before) return;
  step({ recipe: before, past: past.slice(0, -1), future: [...future, recipe] });
}

export function redo(): void {
  const { recipe, past, future } = useRecipe.getState();
  const after = future.at(-1);
  if (!recipe || !after) return;
  step({ recipe: after, past: [...past, recipe], future: future.slice(0, -1) });
}

function step(state: Pick<RecipeStore, "recipe" | "past" | "future">): void {
  lastField = "";
  useRecipe.setState(state);
  keepSoon();
}

let timer: number | undefined;
let sent = 0;

function keepSoon(): void {
  window.clearTimeout(timer);
  timer = window.setTimeout(() => void keep(), 180);
}

/** Keeps the draft in the project now, and learns what follows from it. */
export async function keep(): Promise<void> {
  window.clearTimeout(timer);
  const { recipe } = useRecipe.getState();
  if (!recipe) return;
  const mine = ++sent;
  try {
    const checked = await call("recipe_update", { recipe });
    if (mine === sent) useRecipe.setState({ checked, error: null });
  } catch (thrown) {
    if (mine === sent) useRecipe.setState({ error: wireError(thrown) });
  }
}

/** Saves the draft as a version. */
export async function saveVersion(): Promise<void> {
  await keep();
  const version = await call("recipe_save");
  useRecipe.setState(({ versions }) => ({
    versions:
      versions[0]?.hash === version.hash
        ? versions
        : [version, ...versions.filter((v) => v.hash !== version.hash)],
  }));
}

/** Reads the saved versions again, such as after a run has saved one. */
export async function refreshVersions(): Promise<void> {
  try {
    const { versions } = await call("recipe_get");
    useRecipe.setState({ versions });
  } catch (thrown) {
    showFailure(thrown);
  }
}
