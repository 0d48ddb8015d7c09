import { ListChecks, Scale } from "lucide-react";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Card";
import type { ChosenRows } from "@/generated/ChosenRows";
import type { ReviewProgress } from "@/generated/ReviewProgress";
import { t } from "@/locales/t";
import { go } from "@/state/navigation";
import type { ReviewAction } from "./action";
import { ActionButton } from "./Decisions";
import type { Purpose } from "./purpose";

interface FinishedProps {
  run: number;
  progress: ReviewProgress;
  purpose: Purpose;
  /** Rows were rated, not judged. */
  rating: boolean;
  chosen: ChosenRows | null;
  undo: ReviewAction;
  onMore: () => void;
  onReviewers: () => void;
}

/** No row is left in the queue; a run that went on has more by now. */
export function Finished({ undo, ...props }: FinishedProps) {
  return (
    <div className="review-card" data-testid="review-finished">
      <What {...props} />
      <p className="row review-finished-undo">
        <ActionButton action={undo} look="quiet" />
      </p>
    </div>
  );
}

function What({ run, progress, purpose, rating, chosen, ...on }: Omit<FinishedProps, "undo">) {
  const { onMore, onReviewers } = on;
  const { rows, judged, right } = progress;
  const more = rows - judged;
  if (chosen && more > 0) {
    return (
      <Empty icon={<ListChecks />} title={t("review.chosenDone.title")} action={null}>
        {t("review.chosenDone.text", { count: chosen.rows })}
      </Empty>
    );
  }
  if (more > 0) {
    return (
      <Empty
        icon={<ListChecks />}
        title={t("review.moreRows.title")}
        action={
          <Button look="primary" onPress={onMore}>
            {t("review.moreRows.action")}
          </Button>
        }
      >
        {t("review.moreRows.text", { count: more })}
      </Empty>
    );
  }
  if (rating) {
    return (
      <Empty icon={<ListChecks />} title={t("review.allRated.title")}>
        {t("review.allRated.text", { rated: judged })}
      </Empty>
    );
  }
  switch (purpose) {
    case "own":
      return (
        <Empty
          icon={<ListChecks />}
          title={t("review.allDone.title")}
          action={
            <Button look="primary" onPress={() => go("evaluate", { run })}>
              {t("review.allDone.action")}
            </Button>
          }
        >
          {t("review.allDone.text", { judged, right })}
        </Empty>
      );
    case "file":
      return (
        <Empty icon={<ListChecks />} title={t("review.allDone.title")} action={null}>
          {t("review.file.done", { judged })}
        </Empty>
      );
    case "final":
      return (
        <Empty
          icon={<Scale />}
          title={t("review.final.done.title")}
          action={
            <Button look="primary" onPress={onReviewers}>
              {t("review.final.toReviewers")}
            </Button>
          }
        >
          {t("review.final.done.text", { count: judged })}
        </Empty>
      );
  }
}
