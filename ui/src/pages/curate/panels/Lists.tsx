import { ListChecks } from "lucide-react";
import { Button } from "@/components/Button";
import type { CurationSide } from "@/generated/CurationSide";
import { t } from "@/locales/t";
import { remember } from "@/state/app";
import { go } from "@/state/navigation";
import { kindOf } from "../model/kinds";
import { useCuration, useMeasured } from "../useCuration";
import { StepRows } from "./StepRows";
import { useListed } from "./WhichStep";

/** Labels by suspicion: given and suggested beside each other. */
export function LabelErrors({ side }: { side: CurationSide }) {
  const { run } = useCuration();
  const { all, chosen } = useListed(useMeasured(side), (kind) => kindOf(kind)?.group === "labels");
  if (!chosen) return <p className="muted panel-empty">{t("curate.labels.none")}</p>;
  return (
    <StepRows key={chosen.item.key} side={side} all={all} chosen={chosen}>
      <Button
        size="small"
        onPress={() => {
          remember("review.order", "suspicious");
          go("review", { run });
        }}
        data-testid="review-these"
      >
        <ListChecks aria-hidden />
        {t("curate.labels.review")}
      </Button>
    </StepRows>
  );
}

/** Rows by their weight. */
export function Weights({ side }: { side: CurationSide }) {
  const measured = useMeasured(side);
  const weighs = new Set(
    measured?.view.steps.filter(({ rule }) => rule.kind === "weigh").map(({ step }) => step.kind as string),
  );
  const { all, chosen } = useListed(measured, (kind) => weighs.has(kind));
  if (!chosen) return <p className="muted panel-empty">{t("curate.weights.none")}</p>;
  return <StepRows key={chosen.item.key} side={side} all={all} chosen={chosen} />;
}

/** The rows of any step. */
export function ByStep({ side }: { side: CurationSide }) {
  const { all, chosen } = useListed(useMeasured(side), () => true);
  if (!chosen) return <p className="muted panel-empty">{t("curate.byStep.none")}</p>;
  return <StepRows key={chosen.item.key} side={side} all={all} chosen={chosen} />;
}
