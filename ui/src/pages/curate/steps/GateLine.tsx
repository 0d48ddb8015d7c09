import { CircleCheck, CircleHelp, CircleMinus, ListChecks, TriangleAlert } from "lucide-react";
import { Button } from "@/components/Button";
import { Callout } from "@/components/Callout";
import { Switch } from "@/components/Field";
import type { GateReport } from "@/generated/GateReport";
import type { StepView } from "@/generated/StepView";
import { t } from "@/locales/t";
import { remember } from "@/state/app";
import { go } from "@/state/navigation";
import { gateWords, shownPoints } from "../model/words";

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
  /** The step counts even where the gate would hold it back. */
  ignores: boolean;
  onIgnore: (ignores: boolean) => void;
}

/** What a step did to students, and where the gate would hold it back, why and what can be done. */
export function GateLine({ view, gold, run, ignores, onIgnore }: GateLineProps) {
  const { gate, in_force, against_gate, policy } = view;
  const anyway = (
    <Switch
      label={t("curate.gate.anyway")}
      value={ignores}
      onChange={onIgnore}
      data-testid="against-gate"
    />
  );
  if (!in_force || against_gate) {
    const verdict = gate?.verdict;
    const why = verdict === "hurts" || verdict === "cannot-tell" ? verdict : "other";
    const cost = gate ? shownPoints(gate.before - gate.after) : "";
    const words = t(`curate.gate.why.${why}`, { gold: gate?.gold ?? gold, cost });
    return (
      <Callout
        tone="warning"
        data-testid={against_gate ? "used-against" : "held-back"}
        actions={verdict === "hurts" ? null : <ToReview run={run} />}
      >
        <p>{t(against_gate ? "curate.gate.against" : "curate.gate.heldBack", { why: words })}</p>
        {gate ? <p className="small">{gateWords(gate)}</p> : null}
        {anyway}
      </Callout>
    );
  }
  return (
    <div>
      {gate ? <Gate gate={gate} /> : null}
      {policy || !gate ? (
        <p className="small muted">{t(policy ? "curate.gate.policy" : "curate.gate.untried")}</p>
      ) : null}
      {ignores ? anyway : null}
    </div>
  );
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
