import { createContext, use } from "react";
import { useStore } from "zustand";
import type { CurationSide } from "@/generated/CurationSide";
import type { CurationStep } from "@/generated/CurationStep";
import type { Recipe } from "@/generated/Recipe";
import type { Curation } from "./model/curation";
import type { Measured, Steps } from "./model/pipeline";
import type { CurationState } from "./model/state";

export const CurationContext = createContext<Curation | null>(null);

/** The recipe version that the run was made with; null while it is read. */
export const RecipeContext = createContext<Recipe | null>(null);

/** The curation that the page works on. */
export function useCuration(): Curation {
  const curation = use(CurationContext);
  if (!curation) throw new Error("There is no curation around this part of the page.");
  return curation;
}

export function useCurationState<T>(select: (state: CurationState) => T): T {
  return useStore(useCuration().store, select);
}

const nothing: Steps = [];

export function useSteps(side: CurationSide): Steps {
  return useCurationState(({ history }) => history.now[side] ?? nothing);
}

export function useMeasured(side: CurationSide): Measured | null {
  return useCurationState(({ measured }) => measured[side]);
}

/** The step compares with private sources, and the run has none. */
export function useNothingToCompare({ kind }: CurationStep): boolean {
  const recipe = use(RecipeContext);
  return kind === "source-leakage" && recipe !== null && !recipe.sources.some((source) => source.private);
}
