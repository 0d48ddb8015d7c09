import type { ReviewerCounts } from "@/generated/ReviewerCounts";
import { count } from "@/locales/format";
import { t } from "@/locales/t";

const columns = ["judged", "right", "changed", "rejected"] as const;

/** What each reviewer said in all. */
export function Counts({ reviewers }: { reviewers: readonly ReviewerCounts[] }) {
  return (
    <table data-testid="reviewers-counts">
      <caption className="visually-hidden">{t("review.reviewers.counts")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("review.reviewers.reviewer")}</th>
          {columns.map((column) => (
            <th key={column} scope="col" className="number">
              {t(`review.reviewers.count.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {reviewers.map((counts) => (
          <tr key={counts.reviewer}>
            <th scope="row">{counts.reviewer}</th>
            {columns.map((column) => (
              <td key={column} className="number">
                {count(counts[column])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
