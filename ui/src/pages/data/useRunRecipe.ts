import type { Recipe } from "@/generated/Recipe";
import { useCall } from "@/state/call";

/** The recipe version that a run was made with, by its hash. */
export function useRunRecipe(hash: string | undefined): Recipe | null {
  return useCall("recipe_version", hash === undefined ? undefined : { hash }).data?.recipe ?? null;
}
