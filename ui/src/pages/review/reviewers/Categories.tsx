import type { CategoryAgreement } from "@/generated/CategoryAgreement";
import { count } from "@/locales/format";
import { t, tMaybe } from "@/locales/t";
import { FigureCells } from "./FigureCells";

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
        <thead>
          <tr>
            <th scope="col">{t(`review.reviewers.categoryOf.${subject}`)}</th>
            <th scope="col" className="number">
              {t("review.reviewers.specific")}
            </th>
            <th scope="col" className="number">
              {t("evaluate.interval")}
            </th>
            <th scope="col" className="number">
              {t("review.reviewers.measure.alpha")}
            </th>
            <th scope="col" className="number">
              {t("evaluate.interval")}
            </th>
            <th scope="col" className="number">
              {t("review.reviewers.chosen")}
            </th>
          </tr>
        </thead>
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
