import type { Scale } from "@/generated/Scale";
import { t } from "@/locales/t";

export interface RatingLevel {
  /** From 0, the worst. */
  level: number;
  name: string;
  /** What it means, where its name does not say. */
  meaning: string | null;
}

const fives = [0, 1, 2, 3, 4] as const;
const letters = ["D", "C", "B", "A"] as const;

/** The levels of a scale in the order of their keys: numbers from the worst, letters from A. */
export function levelsOf(scale: Scale): RatingLevel[] {
  if (scale === "one-to-five") {
    return fives.map((level) => ({
      level,
      name: String(level + 1),
      meaning: level === 0 ? t("review.rating.worst") : level === 4 ? t("review.rating.best") : null,
    }));
  }
  return letters
    .map((name, level) => ({ level, name, meaning: t(`review.rating.letter.${name}`) }))
    .toReversed();
}

/** A level's name, such as that of a mean between two levels, as a number from 1. */
export function nameOfLevel(scale: Scale, level: number): string {
  return levelsOf(scale).find((one) => one.level === level)?.name ?? "";
}
