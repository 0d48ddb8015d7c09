import { create } from "zustand";
import { remember, useApp } from "@/state/app";
import { perProject } from "@/state/project";
import type { Section } from "./model/sections";
import { sections } from "./model/sections";

export const views = ["form", "graph", "source", "versions"] as const;

export type View = (typeof views)[number];

interface RecipePlace {
  view: View;
  section: Section;
}

/** Which part of the recipe is on screen. */
export const useRecipePlace = create<RecipePlace>(() => ({
  view: "form",
  section:
    sections.find((section) => section === useApp.getState().app?.settings.ui["recipe.section"]) ?? "task",
}));
perProject(useRecipePlace, { view: "form", section: "task" });

/** Shows another part; a section is shown in the form. */
export function go(place: Partial<RecipePlace>): void {
  useRecipePlace.setState({ view: "form", ...place });
  remember("recipe.section", useRecipePlace.getState().section);
}
