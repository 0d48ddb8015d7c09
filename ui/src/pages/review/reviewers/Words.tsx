import { Scale } from "lucide-react";
import type { ReviewerWord } from "@/generated/ReviewerWord";
import { t } from "@/locales/t";

/** What each reviewer said of the row on screen. */
export function Words({ words }: { words: readonly ReviewerWord[] }) {
  return (
    <section className="reviewers-words" aria-label={t("review.reviewers.said")} data-testid="reviewers-said">
      <h3 className="row small muted">
        <Scale aria-hidden size={14} />
        {t("review.reviewers.said")}
      </h3>
      <dl>
        {words.map(({ who, said }) => (
          <div key={who}>
            <dt>{who}</dt>
            <dd>{said}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
