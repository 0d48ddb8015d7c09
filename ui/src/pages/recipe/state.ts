import { create } from "zustand";
import { remember, useApp } from "@/state/app";
import { perProject } from "@/state/project";
import type { Section } from "./model/sections";
import { sections } from "./model/sections";

export const views = ["form", "graph", "source", "versions"] as const;

export type View = (typeof views)[number];

/** Two versions beside each other, by hash; the draft is none of them. */
export interface ComparedVersions {
  /** The one before `after` where it is absent. */
  before?: string;
  /** The draft where it is absent. */
  after?: string;
}

interface RecipePlace {
  view: View;
  section: Section;
  compared: ComparedVersions;
}

/** Which part of the recipe is on screen. */
export const useRecipePlace = create<RecipePlace>(() => ({
  view: "form",
  section:
    sections.find((section) => section === useApp.getState().app?.settings.ui["recipe.section"]) ?? "task",
  compared: {},
}));
perProject(useRecipePlace, { view: "form", section: "task", compared: {} });

/** Shows another part; a section is shown in the form. */
export function go(place: Partial<RecipePlace>): void {
  useRecipePlace.setState({ view: "form", ...place });
  remember("recipe.section", useRecipePlace.getState().section);
}

/** Shows the differences between two versions. */
export function compareVersions(before: string, after: string): void {
  go({ view: "versions", compared: { before, after } });
}
