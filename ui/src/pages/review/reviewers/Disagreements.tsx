import { Scale } from "lucide-react";
import { Button } from "@/components/Button";
import { Card } from "@/components/Card";
import type { Disagreement } from "@/generated/Disagreement";
import { t } from "@/locales/t";

interface DisagreementsProps {
  disagreements: readonly Disagreement[];
  onSettle: () => void;
}

/** How many rows reviewers disagree on, and the way to settle them. */
export function Disagreements({ disagreements, onSettle }: DisagreementsProps) {
  const settled = disagreements.filter(({ adjudication }) => adjudication !== null).length;
  const open = disagreements.length - settled;
  return (
    <Card title={t("review.reviewers.disagreements")} data-testid="reviewers-disagreements">
      <div className="row wrap">
        <p>
          {t(open > 0 ? "review.reviewers.open" : "review.reviewers.noneOpen", { count: open })}
          {settled > 0 ? ` ${t("review.reviewers.settled", { count: settled })}` : null}
        </p>
        <span className="spacer" />
        {open > 0 ? (
          <Button look="primary" onPress={onSettle} data-testid="reviewers-settle">
            <Scale aria-hidden />
            {t("review.reviewers.settle")}
          </Button>
        ) : null}
      </div>
    </Card>
  );
}
