import type { ReviewerWord } from "@/generated/ReviewerWord";
import type { RowRequest } from "@/generated/RowRequest";
import { useCall } from "@/state/call";
import { keyOf } from "../queue";

/** What reviewers said of a row on which they disagree; null while that is not known. `asked` is false where none is wanted. */
export function useWords(run: number, row: RowRequest | null, asked: boolean): ReviewerWord[] | null {
  const { data } = useCall("review_agreement", asked ? { run } : undefined);
  if (!data || !row) return null;
  return data.disagreements.find((one) => keyOf(one.row) === keyOf(row))?.words ?? null;
}
