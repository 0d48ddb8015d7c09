import type { ReviewerFile } from "@/generated/ReviewerFile";
import type { ReviewOrder } from "@/generated/ReviewOrder";

/** What judgments are given for: one's own reading, a file made for a reviewer, or the end of disagreements. */
export type Purpose = "own" | "file" | "final";

export function purposeOf(order: ReviewOrder, file: ReviewerFile | null): Purpose {
  if (file) return "file";
  return order === "disagreements" ? "final" : "own";
}

/** Orders that take only so many rows as can be judged. */
const choosing: ReadonlySet<ReviewOrder> = new Set<ReviewOrder>([
  "ambiguous",
  "least-confident",
  "divided",
  "maximum-entropy",
  "k-means",
  "k-center",
  "vote-k",
]);

export function chooses(order: ReviewOrder): boolean {
  return choosing.has(order);
}

const own: readonly ReviewOrder[] = [
  "random",
  "made",
  "least-probable",
  "suspicious",
  ...choosing,
  "disagreements",
];

/** Orders whose reasons tell the label. */
const telling: ReadonlySet<ReviewOrder> = new Set<ReviewOrder>([
  "suspicious",
  "ambiguous",
  "least-confident",
  "divided",
  "maximum-entropy",
]);

/**
 * The orders that there are: a reviewer's file knows no other reviewer, and a blind one no labels to doubt; rows to rate are not
 * chosen by their labels, and on ratings nobody has a final word.
 */
export function ordersOf(file: ReviewerFile | null, rating: boolean): readonly ReviewOrder[] {
  return own.filter(
    (order) =>
      !(order === "disagreements" && (file || rating)) &&
      !(rating && choosing.has(order)) &&
      !(file?.blind && telling.has(order)),
  );
}
