import type { NoveltyPoint } from "@/generated/NoveltyPoint";
import { percent } from "@/locales/format";
import { t } from "@/locales/t";

/** What the curve of new 3-grams says, as a title; null before there is enough of it. */
export function noveltyFinding(points: readonly NoveltyPoint[]): string | null {
  const last = points.at(-1);
  if (!last || points.length < 2) return null;
  // The figure and its sign stay on one line of the title.
  const share = percent(last.share).replace(" ", "\u00a0");
  if (last.share >= 0.5) return t("runs.novelty.fresh", { share });
  if (last.share >= 0.2) return t("runs.novelty.slowing", { share });
  return t("runs.novelty.repeating", { share });
}

export interface Place {
  x: number;
  y: number;
}

/** Points in a box of `width` × `height`, rows across from 0, share up from 0 to 1. */
export function place(points: readonly NoveltyPoint[], width: number, height: number): Place[] {
  const rows = Math.max(1, points.at(-1)?.rows ?? 1);
  return points.map((point) => ({ x: (point.rows / rows) * width, y: (1 - point.share) * height }));
}

export function pathOf(places: readonly Place[]): string {
  return places.map(({ x, y }, at) => `${at === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}
