import { CircleCheck, CircleHelp, CircleMinus, ListChecks, TriangleAlert } from "lucide-react";
import { Button } from "@/components/Button";
import { Callout } from "@/components/Callout";
import type { GateReport } from "@/generated/GateReport";
import type { StepView } from "@/generated/StepView";
import { t } from "@/locales/t";
import { remember } from "@/state/app";
import { go } from "@/state/navigation";
import { gateWords } from "../model/words";

const signs = { helps: CircleCheck, harmless: CircleMinus, "cannot-tell": CircleHelp, hurts: TriangleAlert };

/** 'Helps: students answer 78.0 % rightly before, …', with a sign that says the same. */
export function Gate({ gate }: { gate: GateReport }) {
  const Sign = signs[gate.verdict];
  return (
    <p
      className={`gate gate-${gate.verdict} small`}
      title={t("curate.summary.gateMeaning")}
      data-testid="gate"
    >
      <Sign aria-hidden size={15} />
      <span>
        <b>{t(`curate.gate.${gate.verdict}`)}.</b> {gateWords(gate)}
      </span>
    </p>
  );
}

interface GateLineProps {
  view: StepView;
  /** Rows that steps are tried on. */
  gold: number;
  run: number;
}

/** What a step did to students, and where it is held back, why and what can be done. */
export function GateLine({ view, gold, run }: GateLineProps) {
  const { gate, in_force, policy } = view;
  if (!in_force) {
    const verdict = gate?.verdict;
    const why = verdict === "hurts" || verdict === "cannot-tell" ? verdict : "other";
    return (
      <Callout
        tone="warning"
        data-testid="held-back"
        actions={verdict === "hurts" ? null : <ToReview run={run} />}
      >
        <p>{t("curate.gate.heldBack", { why: t(`curate.gate.why.${why}`, { gold }) })}</p>
        {gate ? <p className="small">{gateWords(gate)}</p> : null}
      </Callout>
    );
  }
  if (gate) {
    return (
      <div>
        <Gate gate={gate} />
        {policy ? <p className="small muted">{t("curate.gate.policy")}</p> : null}
      </div>
    );
  }
  return <p className="small muted">{t(policy ? "curate.gate.policy" : "curate.gate.untried")}</p>;
}

/** To the Review page, at random: only such rows tell what a step does. */
export function ToReview({ run }: { run: number }) {
  return (
    <Button
      size="small"
      onPress={() => {
        remember("review.order", "random");
        go("review", { run });
      }}
      data-testid="to-review"
    >
      <ListChecks aria-hidden />
      {t("curate.gate.review")}
    </Button>
  );
}
