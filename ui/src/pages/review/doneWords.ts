import { t } from "@/locales/t";
import { titleOf } from "./parts";
import { nameOfLevel } from "./rating/levels";
import type { Done } from "./review";

/** What was done last, in words. */
export function doneWords(done: Done): string {
  if (done.kind !== "judged") return t(`review.done.${done.kind}`);
  const row = done.row ? titleOf(done.row) : t("review.done.lastRow");
  const { judgment } = done;
  switch (judgment.judgment) {
    case "label":
      return t("review.done.label", { row, label: judgment.label });
    case "rate":
      return t("review.done.rate", {
        row,
        level: nameOfLevel(judgment.rating.scale, judgment.rating.level),
      });
    case "tie":
      return t(`review.done.tie.${judgment.keep ? "kept" : "dropped"}`, { row });
    default:
      return t(`review.done.${judgment.judgment}`, { row });
  }
}
