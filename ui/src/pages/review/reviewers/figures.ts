import type { Figure } from "@/generated/Figure";
import type { RatingAgreement } from "@/generated/RatingAgreement";
import type { Unit } from "@/generated/Unit";
import { t } from "@/locales/t";

export interface AgreementRow {
  id: "raw" | "cohen" | "fleiss" | "alpha";
  title: string;
  figure: Figure;
  unit: Unit;
  meaning: string;
}

/** The figures over all rows; Cohen's kappa stands among them where there is one pair, which is then all reviewers. */
export function agreementRows({ raw, fleiss, fleiss_raters, alpha, pairs }: RatingAgreement): AgreementRow[] {
  const row = (id: AgreementRow["id"], figure: Figure, unit: Unit): AgreementRow => ({
    id,
    title: t(`review.reviewers.measure.${id}`),
    figure,
    unit,
    meaning: t(`review.reviewers.meaning.${id}`, { raters: fleiss_raters }),
  });
  const [pair, ...others] = pairs;
  return [
    row("raw", raw, "share"),
    ...(pair && others.length === 0 ? [row("cohen", pair.kappa, "score")] : []),
    row("fleiss", fleiss, "score"),
    row("alpha", alpha, "score"),
  ];
}

/** How much of the accent a cell gets, in percent: little enough for text on it to be read. */
export function tintOf(kappa: number | null): number {
  return Math.round(24 * Math.min(1, Math.max(0, kappa ?? 0)));
}
