import type { Part } from "@/components/Chip";
import type { Problem } from "@/generated/Problem";
import type { Recipe } from "@/generated/Recipe";

export const sections = [
  "task",
  "sources",
  "conditions",
  "demonstrations",
  "steps",
  "schedule",
  "checks",
  "model",
] as const;

export type Section = (typeof sections)[number];

/** The part of the prompt that a section makes. */
export const partOf: Partial<Record<Section, Part>> = {
  task: "task",
  conditions: "condition",
  demonstrations: "demonstration",
  steps: "step",
};

/** The section that a place of the document belongs to. */
export function sectionOf(path: string): Section {
  // Rules stand beside the conditions that they are about.
  if (path.startsWith("schedule.rules")) return "conditions";
  const head = /^\w+/.exec(path)?.[0];
  return sections.find((section) => section === head) ?? "task";
}

export type Mark = "problem" | "doubt" | "complete" | "unused";

export function markOf(section: Section, recipe: Recipe, problems: readonly Problem[]): Mark {
  const here = problems.filter((problem) => sectionOf(problem.path) === section);
  if (here.some((problem) => problem.severity === "error")) return "problem";
  if (here.length > 0) return "doubt";
  return sizeOf(section, recipe) === 0 ? "unused" : "complete";
}

/** How many things a section holds; null where that is no question. */
export function sizeOf(section: Section, recipe: Recipe): number | null {
  switch (section) {
    case "sources":
    case "conditions":
    case "demonstrations":
    case "steps":
    case "checks":
      return recipe[section].length;
    default:
      return null;
  }
}
