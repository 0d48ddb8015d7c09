import { t } from "@/locales/t";
import { titleOf } from "./parts";
import type { Done } from "./review";

/** What was done last, in words. */
export function doneWords(done: Done): string {
  if (done.kind !== "judged") return t(`review.done.${done.kind}`);
  const row = done.row ? titleOf(done.row) : t("review.done.lastRow");
  const { judgment } = done;
  return judgment.judgment === "label"
    ? t("review.done.label", { row, label: judgment.label })
    : t(`review.done.${judgment.judgment}`, { row });
}
