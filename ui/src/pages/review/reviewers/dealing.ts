import { t } from "@/locales/t";

/** How rows are to be dealt to reviewers. */
export interface Deal {
  reviewers: readonly string[];
  /** Share of rows that several read, in percent. */
  overlap: number;
  /** How many read such a row; null for all of them. */
  raters: number | null;
}

/** A deal as the program takes it: with one reviewer nothing is shared, and no more read a row than there are. */
export function dealt({ reviewers, overlap, raters }: Deal): { overlap: number; raters: number | null } {
  if (reviewers.length < 2) return { overlap: 0, raters: null };
  return {
    overlap: overlap / 100,
    raters: raters === null || raters >= reviewers.length ? null : Math.max(2, raters),
  };
}

/** A count that may differ by one between reviewers: '53 or 54'. */
function each(rows: number): string {
  const low = Math.floor(rows);
  return low === rows
    ? t("review.reviewers.deal.exact", { low })
    : t("review.reviewers.deal.either", { low, high: low + 1 });
}

/** Who reads how many of the rows, in a sentence; null while nobody is named. */
export function dealWords(rows: number, deal: Deal): string | null {
  const count = deal.reviewers.length;
  const [only] = deal.reviewers;
  if (only === undefined) return null;
  if (count === 1) return t("review.reviewers.deal.one", { rows, name: only });
  const { overlap, raters } = dealt(deal);
  const shared = Math.round(overlap * rows);
  const alone = rows - shared;
  const all = each((shared * (raters ?? count) + alone) / count);
  if (shared === 0) return t("review.reviewers.deal.apart", { rows, all });
  if (raters !== null) return t("review.reviewers.deal.some", { rows, shared, raters, count, alone, all });
  return t("review.reviewers.deal.all", { rows, shared, alone: each(alone / count), all });
}

/** Names with more of them; who is there already stays where they are. */
export function withNames(names: readonly string[], typed: readonly string[]): string[] {
  return [...new Set([...names, ...typed])];
}
