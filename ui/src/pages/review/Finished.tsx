import { ListChecks, Undo2 } from "lucide-react";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Card";
import type { ReviewProgress } from "@/generated/ReviewProgress";
import { t } from "@/locales/t";
import { go } from "@/state/navigation";
import { ActionButton } from "./Decisions";
import type { ReviewAction } from "./Judging";

interface FinishedProps {
  run: number;
  progress: ReviewProgress;
  undo: ReviewAction;
  onMore: () => void;
}

/** No row is left in the queue; a run that went on has more by now. */
export function Finished({ run, progress, undo, onMore }: FinishedProps) {
  const { rows, judged, right } = progress;
  const more = rows - judged;
  return (
    <div className="review-card" data-testid="review-finished">
      <Empty
        icon={<ListChecks />}
        title={t(more > 0 ? "review.moreRows.title" : "review.allDone.title")}
        action={
          more > 0 ? (
            <Button look="primary" onPress={onMore}>
              {t("review.moreRows.action")}
            </Button>
          ) : (
            <Button look="primary" onPress={() => go("evaluate", { run })}>
              {t("review.allDone.action")}
            </Button>
          )
        }
      >
        {more > 0 ? t("review.moreRows.text", { count: more }) : t("review.allDone.text", { judged, right })}
      </Empty>
      <p className="row review-finished-undo">
        <ActionButton action={undo} look="quiet">
          <Undo2 aria-hidden />
          {undo.name}
        </ActionButton>
      </p>
    </div>
  );
}
