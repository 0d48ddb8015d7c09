import { Callout } from "@/components/Callout";
import type { ReviewerFile } from "@/generated/ReviewerFile";
import { t } from "@/locales/t";
import type { Purpose } from "../purpose";

/** What a judgment counts for, where it is more than one's own reading. */
export function PurposeLine({ purpose, file }: { purpose: Purpose; file: ReviewerFile | null }) {
  if (file) {
    return (
      <Callout data-testid="review-file">
        <strong>{t("review.file.of", { reviewer: file.reviewer })}</strong> {t("review.file.recorded")}
        {file.blind ? ` ${t("review.file.blind")}` : null}
      </Callout>
    );
  }
  if (purpose !== "final") return null;
  return (
    <Callout data-testid="review-final">
      <strong>{t("review.final.title")}</strong> {t("review.final.text")}
    </Callout>
  );
}
