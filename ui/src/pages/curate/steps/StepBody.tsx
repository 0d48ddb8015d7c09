import { Rows3 } from "lucide-react";
import { use, useState } from "react";
import { Button } from "@/components/Button";
import { Callout, ErrorCallout } from "@/components/Callout";
import type { CurationRule } from "@/generated/CurationRule";
import type { CurationSide } from "@/generated/CurationSide";
import { t } from "@/locales/t";
import { columnsOf } from "../../data/columns";
import { tableColumns, unfilled } from "../model/kinds";
import type { Wait } from "../model/measuring";
import { type EditedStep, known } from "../model/pipeline";
import { dialOf, ruleOf, turned } from "../model/threshold";
import { showRowsOf } from "../place";
import {
  RecipeContext,
  useCuration,
  useCurationState,
  useMeasured,
  useNothingToCompare,
  useSteps,
} from "../useCuration";
import { usePreview } from "../usePreview";
import { Dial } from "./Dial";
import { Examples } from "./Examples";
import { GateLine } from "./GateLine";
import { Settings } from "./Settings";

/** An open step: what it measures, from where on it acts, what that does, and its settings. */
export function StepBody({ side, item }: { side: CurationSide; item: EditedStep }) {
  const curation = useCuration();
  const steps = useSteps(side);
  const measured = useMeasured(side);
  const start = useCurationState((state) => state.start);
  const recipe = use(RecipeContext);
  const round = useCurationState((state) => state.round);
  // Values that are about to be measured anew cannot be asked for; they are as soon as they are there.
  const working = useCurationState((state) => state.work?.side === side);
  /** The rule while its handle is dragged: nothing is changed before it is let go of. */
  const [held, setHeld] = useState<CurationRule | null>(null);
  const found = known(measured, steps, item.key);
  const written = ruleOf(item.step, found?.view.rule ?? null);
  const rule = held ?? written;
  const dial = rule ? dialOf(item.step, rule.kind) : null;
  const preview = usePreview(found && rule ? { run: curation.run, side, step: found.at, rule } : null, round);
  const put = (step: EditedStep["step"], field: string, wait: Wait) =>
    curation.edit(
      side,
      (before) => before.map((other) => (other.key === item.key ? { ...other, step } : other)),
      { wait, field: `${item.key} ${field}` },
    );
  const turn = (to: CurationRule, wait: Wait) => {
    setHeld(null);
    put(turned(item.step, to), "limit", wait);
  };
  const numbers = start?.numbers ?? [];
  const ofRecipe = columnsOf(recipe, []);
  const columns =
    item.step.kind === "dynamics"
      ? tableColumns(ofRecipe)
      : [...new Set([...ofRecipe.map(({ id }) => id), ...numbers])];
  const nothing = useNothingToCompare(item.step);
  const missing = unfilled(item.step);
  const gate = found ? (
    <GateLine
      view={found.view}
      gold={measured?.view.gold ?? 0}
      run={curation.run}
      ignores={item.ignoresGate}
      onIgnore={(ignoresGate) =>
        curation.edit(side, (before) =>
          before.map((other) => (other.key === item.key ? { ...other, ignoresGate } : other)),
        )
      }
    />
  ) : null;
  const warns = found !== null && (!found.view.in_force || found.view.against_gate);
  return (
    <div className="step-body">
      {warns ? gate : null}
      {missing && missing !== "codes" ? <Callout>{t(`curate.unfilled.${missing}`)}</Callout> : null}
      {nothing ? <Callout data-testid="no-source">{t("curate.noSource")}</Callout> : null}
      <Settings
        step={item.step}
        dial={dial}
        numbers={numbers}
        columns={columns}
        onChange={(step, field, typed) => put(step, field, typed ? "typing" : "now")}
      />
      {rule && !missing && !nothing ? (
        <div className="step-live" data-stale={(found && !found.holds) || undefined}>
          <Dial
            kind={item.step.kind}
            bins={found?.view.histogram ?? []}
            rule={rule}
            movable={dial !== null}
            counts={found ? (preview.found?.counts ?? found.view.counts) : null}
            onHold={setHeld}
            onDrop={(to) => turn(to, "now")}
            onKeys={(to) => turn(to, "typing")}
          />
          <Examples rule={rule} preview={found ? preview.found : null} />
        </div>
      ) : null}
      {preview.error && !working ? <ErrorCallout error={preview.error} /> : null}
      {found ? (
        <footer className="row step-foot">
          <div className="step-gate">
            {warns ? null : gate}
            {found.view.features ? (
              <p className="small muted" data-testid="features-used">
                {t(`curate.features.${found.view.features}`, { encoder: start?.encoder ?? "" })}
              </p>
            ) : null}
          </div>
          <Button size="small" look="quiet" onPress={() => showRowsOf(item)} data-testid="step-rows">
            <Rows3 aria-hidden />
            {t("curate.card.rows")}
          </Button>
        </footer>
      ) : null}
    </div>
  );
}
