import type { ReviewerFile } from "@/generated/ReviewerFile";
import type { ReviewOrder } from "@/generated/ReviewOrder";

/** What judgments are given for: one's own reading, a file made for a reviewer, or the end of disagreements. */
export type Purpose = "own" | "file" | "final";

export function purposeOf(order: ReviewOrder, file: ReviewerFile | null): Purpose {
  if (file) return "file";
  return order === "disagreements" ? "final" : "own";
}

const own: readonly ReviewOrder[] = ["random", "made", "least-probable", "suspicious", "disagreements"];

/**
 * The orders that there are: a reviewer's file knows no other reviewer, and a blind one no labels to doubt; on ratings nobody has a
 * final word.
 */
export function ordersOf(file: ReviewerFile | null, rating: boolean): readonly ReviewOrder[] {
  return own.filter(
    (order) => !(order === "disagreements" && (file || rating)) && !(order === "suspicious" && file?.blind),
  );
}
