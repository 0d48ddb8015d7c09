import type { CategoryAgreement } from "@/generated/CategoryAgreement";
import { count } from "@/locales/format";
import { t, tMaybe } from "@/locales/t";
import { FigureCells } from "./FigureCells";
import { HeadRow } from "./HeadRow";

/** What reviewers agree on by choosing one of several. */
export type CategorySubject = "labels" | "decisions" | "preferences";

interface CategoriesProps {
  categories: readonly CategoryAgreement[];
  subject: CategorySubject;
}

/** How far reviewers agree on each label, on keeping and rejecting, or on which text is better. */
export function Categories({ categories, subject }: CategoriesProps) {
  const nameOf = (category: string) =>
    subject === "labels" ? category : tMaybe(`review.reviewers.category.${category}`, category);
  return (
    <div className="stack-tight">
      <table data-testid="reviewers-categories">
        <caption className="reviewers-caption">{t(`review.reviewers.categories.${subject}`)}</caption>
        <HeadRow
          of={t(`review.reviewers.categoryOf.${subject}`)}
          numbers={[
            t("review.reviewers.specific"),
            t("evaluate.interval"),
            t("review.reviewers.measure.alpha"),
            t("evaluate.interval"),
            t("review.reviewers.chosen"),
          ]}
        />
        <tbody>
          {categories.map(({ category, specific, alpha }) => (
            <tr key={category}>
              <th scope="row">{nameOf(category)}</th>
              <FigureCells figure={specific} unit="share" />
              <FigureCells figure={alpha} unit="score" />
              <td className="number muted">{count(specific.n)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted small">{t("review.reviewers.specificMeaning")}</p>
    </div>
  );
}
