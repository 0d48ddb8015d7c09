import { t } from "@/locales/t";
import { cellValue, showValue } from "../data/columns";
import { titleOf } from "./parts";
import { nameOfLevel } from "./rating/levels";
import type { Done } from "./review";

/** What was done last, in words; with what the model had said, where that was hidden until then. */
export function doneWords(done: Done, hiddenField: string | null): string {
  switch (done.kind) {
    case "judged":
      return `${judgedWords(done)} ${modelWords(done, hiddenField)}`.trim();
    case "edited":
      return t("review.done.edited", { row: titleOf(done.row), field: done.field });
    case "unedited":
      return t("review.done.unedited", { row: titleOf(done.row), what: done.what });
    case "changed-many":
      return t("review.done.applied", { what: done.what });
    case "unchanged-many":
      return t("review.done.unapplied", { what: done.what });
    default:
      return t(`review.done.${done.kind}`);
  }
}

type Judged = Extract<Done, { kind: "judged" }>;

function judgedWords({ row: judged, judgment }: Judged): string {
  const row = judged ? titleOf(judged) : t("review.done.lastRow");
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

function modelWords({ row, judgment }: Judged, hiddenField: string | null): string {
  const label = hiddenField !== null && row ? cellValue(row, { id: hiddenField }) : undefined;
  if (label === undefined || label === null || judgment.judgment === "put-off") return "";
  return judgment.judgment === "label" && judgment.label === label
    ? t("review.done.modelSame")
    : t("review.done.modelSaid", { label: showValue(label) });
}
