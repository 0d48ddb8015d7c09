import { create } from "zustand";
import type { CodebookRound } from "@/generated/CodebookRound";
import type { CodebookWording } from "@/generated/CodebookWording";
import type { Recipe } from "@/generated/Recipe";
import type { RowQuestion } from "@/generated/RowQuestion";
import { t } from "@/locales/t";
import { perProject } from "@/state/project";

interface Draft {
  /** The run whose rows it is tried on; null before anything was written. */
  run: number | null;
  wording: CodebookWording | null;
}

const none: Draft = { run: null, wording: null };

/** The wording that is being written; it stays while pages switch. */
const useDraft = create<Draft>(() => none);
perProject(useDraft, none);

/** The wording that is being written for a run, which starts from `from`, and how to change it. */
export function useWording(
  run: number,
  from: CodebookWording,
): [CodebookWording, (wording: CodebookWording) => void] {
  const draft = useDraft();
  const wording = draft.run === run && draft.wording !== null ? draft.wording : from;
  return [wording, (next) => useDraft.setState({ run, wording: next })];
}

export function sameWording(a: CodebookWording, b: CodebookWording): boolean {
  return (
    a.codebook === b.codebook &&
    a.definitions.length === b.definitions.length &&
    a.definitions.every(({ label, text }, at) => {
      const other = b.definitions[at];
      return other?.label === label && other.text === text;
    })
  );
}

/** The wording with another definition of a label. */
export function withDefinition(wording: CodebookWording, label: string, text: string): CodebookWording {
  const definitions = wording.definitions.map((one) => (one.label === label ? { label, text } : one));
  return { ...wording, definitions };
}

/** What is asked by a wording: where it was asked before, the question that it was then. */
export function questionOf(rounds: readonly CodebookRound[], wording: CodebookWording): RowQuestion {
  const known = rounds.find((round) => sameWording(round.wording, wording));
  return known?.question ?? { kind: "codebook", wording };
}

/** 'Wording 3'; the first is the recipe's. */
export function roundName(place: number): string {
  return place === 0
    ? t("review.wording.rounds.first")
    : t("review.wording.rounds.other", { number: place + 1 });
}

/** The recipe with a wording; labels of which it does not speak keep their definitions. */
export function reworded(recipe: Recipe, { codebook, definitions }: CodebookWording): Recipe {
  const labels = recipe.task.labels.map((label) => {
    const said = definitions.find((one) => one.label === label.name);
    return said ? { ...label, definition: said.text.trim() === "" ? null : said.text } : label;
  });
  return { ...recipe, task: { ...recipe.task, codebook, labels } };
}

/** Whether the recipe has all labels of which a wording speaks: another task's wording would replace its own. */
export function isForLabelsOf(recipe: Recipe, { definitions }: CodebookWording): boolean {
  return definitions.every(({ label }) => recipe.task.labels.some(({ name }) => name === label));
}

/** Whether the recipe has a wording already. */
export function isWordedBy(recipe: Recipe, wording: CodebookWording): boolean {
  return JSON.stringify(reworded(recipe, wording)) === JSON.stringify(recipe);
}
