import type { ScaleAgreement } from "@/generated/ScaleAgreement";
import { count, decimal } from "@/locales/format";
import { t } from "@/locales/t";
import { FigureTable } from "./FigureTable";
import { levelRows } from "./figures";
import { HeadRow } from "./HeadRow";
import { PairMatrix } from "./PairMatrix";

/** How far reviewers agree on ratings, and who of them is strict. */
export function LevelFigures({ scale, agreement }: ScaleAgreement) {
  const { raters, pairs, raw } = agreement;
  return (
    <>
      <table data-testid="reviewers-means">
        <caption className="reviewers-caption">{t(`review.reviewers.means.${scale}`)}</caption>
        <HeadRow
          of={t("review.reviewers.reviewer")}
          numbers={[t("review.reviewers.meanLevel"), t("evaluate.interval"), t("review.reviewers.chosen")]}
        />
        <tbody>
          {raters.map(({ rater, mean: { value, low, high, n } }) => (
            <tr key={rater}>
              <th scope="row">{rater}</th>
              <td className="number">{fromOne(value)}</td>
              <td className="number muted">
                {low === null || high === null ? "–" : `${fromOne(low)}–${fromOne(high)}`}
              </td>
              <td className="number muted">{count(n)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {raw.n === 0 ? (
        <p className="muted small">{t("review.reviewers.noneRated")}</p>
      ) : (
        <>
          <FigureTable rows={levelRows(agreement)} />
          <PairMatrix
            names={raters.map(({ rater }) => rater)}
            pairs={pairs.map(({ first, second, kappa, raw }) => ({ first, second, figure: kappa, raw }))}
            measure="weighted"
          />
        </>
      )}
    </>
  );
}

/** A level from 0 as people count it. */
function fromOne(level: number | null): string {
  return level === null ? "–" : decimal(level + 1, 2);
}
