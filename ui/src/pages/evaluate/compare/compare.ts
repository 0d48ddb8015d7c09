import type { ComparedFigure } from "@/generated/ComparedFigure";
import type { FigureDifference } from "@/generated/FigureDifference";
import type { Measure } from "@/generated/Measure";
import type { RunSummary } from "@/generated/RunSummary";

/** Runs that can be compared: those with rows, oldest first, so that differences read as what changed. */
export function comparable(runs: readonly RunSummary[]): RunSummary[] {
  return runs.filter(({ accepted }) => accepted > 0).toSorted((a, b) => a.run - b.run);
}

/** The runs chosen at first: this one and the one before it, or else after it. */
export function firstChoice(runs: readonly RunSummary[], run: number): number[] {
  const others = comparable(runs)
    .map((candidate) => candidate.run)
    .filter((candidate) => candidate !== run);
  const before = others.filter((candidate) => candidate < run).at(-1) ?? others[0];
  return before === undefined ? [run] : [before, run];
}

/** The chosen runs with the one that differences are counted from in front. */
export function inOrder(chosen: readonly number[], first: number | null): number[] {
  const sorted = chosen.toSorted((a, b) => a - b);
  if (first === null || !chosen.includes(first)) return sorted;
  return [first, ...sorted.filter((run) => run !== first)];
}

/** What the figure is: of the first run that has it. */
export function figureOf({ measures }: ComparedFigure): Measure | null {
  return measures.find((measure) => measure !== null) ?? null;
}

export function exceedsNoise({ differences }: ComparedFigure): boolean {
  return differences.some((difference) => difference?.exceeds_noise);
}

/** How a difference stands; `unsure` where no interval says how much of it is noise. */
export type Mark = "higher" | "lower" | "noise" | "unsure";

export function markOf({ value, interval, exceeds_noise }: FigureDifference): Mark {
  if (exceeds_noise) return value > 0 ? "higher" : "lower";
  return interval === null ? "unsure" : "noise";
}
