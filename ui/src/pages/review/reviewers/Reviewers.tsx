import { Users } from "lucide-react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Empty } from "@/components/Card";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";
import { useCall } from "@/state/call";
import { useRunRecipe } from "../../data/useRunRecipe";
import { Agreement } from "./Agreement";
import { BringBack } from "./BringBack";
import { Disagreements } from "./Disagreements";
import { HandOut } from "./HandOut";
import "./Reviewers.css";

interface ReviewersProps {
  run: RunSummary;
  /** Shows the disagreements one by one. */
  onSettle: () => void;
}

/** Several reviewers, each with a file of their own: out, back, and how far they agree. */
export function Reviewers({ run, onSettle }: ReviewersProps) {
  const recipe = useRunRecipe(run.recipe);
  const { data, error, reload } = useCall("review_agreement", { run: run.run });
  return (
    <div className="reviewers" data-testid="reviewers">
      <div className="stack">
        {recipe ? <HandOut run={run} labelled={recipe.task.labels.length > 0} /> : null}
        <BringBack run={run.run} />
      </div>
      <div className="stack">
        {error ? (
          <ErrorCallout
            error={error}
            actions={
              <Button size="small" onPress={reload}>
                {t("common.retry")}
              </Button>
            }
          />
        ) : null}
        {data === null && !error ? (
          <p className="muted" role="status">
            {t("review.reviewers.comparing")}
          </p>
        ) : null}
        {data && data.reviewers.length + data.ratings.length === 0 ? (
          <Empty icon={<Users />} title={t("review.reviewers.none.title")}>
            {t("review.reviewers.none.text")}
          </Empty>
        ) : null}
        {data && data.reviewers.length + data.ratings.length > 0 ? (
          <>
            {data.reviewers.length > 1 ? (
              <Disagreements disagreements={data.disagreements} onSettle={onSettle} />
            ) : null}
            <Agreement agreement={data} />
          </>
        ) : null}
      </div>
    </div>
  );
}
