import type { Figure } from "@/generated/Figure";
import type { LevelAgreement } from "@/generated/LevelAgreement";
import type { PairAgreement } from "@/generated/PairAgreement";
import type { RatingAgreement } from "@/generated/RatingAgreement";
import type { SpanAgreement } from "@/generated/SpanAgreement";
import type { Unit } from "@/generated/Unit";
import { t } from "@/locales/t";

type Measure = "raw" | "cohen" | "fleiss" | "alpha" | "near" | "weighted" | "ordinal" | "f1" | "places";

export interface AgreementRow {
  id: Measure;
  title: string;
  figure: Figure;
  unit: Unit;
  meaning: string;
}

function row(id: Measure, figure: Figure, unit: Unit, raters = 2): AgreementRow {
  return {
    id,
    title: t(`review.reviewers.measure.${id}`),
    figure,
    unit,
    meaning: t(`review.reviewers.meaning.${id}`, { raters }),
  };
}

/** The kappa of one pair, which is then all reviewers. */
function ofOnePair(id: "cohen" | "weighted", [pair, ...others]: readonly PairAgreement[]): AgreementRow[] {
  return pair && others.length === 0 ? [row(id, pair.kappa, "score")] : [];
}

/** The figures over all rows; Cohen's kappa stands among them where there is one pair. */
export function agreementRows({ raw, fleiss, fleiss_raters, alpha, pairs }: RatingAgreement): AgreementRow[] {
  return [
    row("raw", raw, "share"),
    ...ofOnePair("cohen", pairs),
    row("fleiss", fleiss, "score", fleiss_raters),
    row("alpha", alpha, "score"),
  ];
}

/** The figures of ratings on a scale. */
export function levelRows({ raw, near, alpha, pairs }: LevelAgreement): AgreementRow[] {
  return [
    row("raw", raw, "share"),
    row("near", near, "share"),
    ...ofOnePair("weighted", pairs),
    row("ordinal", alpha, "score"),
  ];
}

/** The figures of spans. */
export function spanRows({ f1, places }: SpanAgreement): AgreementRow[] {
  return [row("f1", f1, "share"), row("places", places, "share")];
}

/** How much of the accent a cell gets, in percent: little enough for text on it to be read. */
export function tintOf(figure: number | null): number {
  return Math.round(24 * Math.min(1, Math.max(0, figure ?? 0)));
}
