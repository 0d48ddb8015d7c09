import { Undo2 } from "lucide-react";
import { Button } from "@/components/Button";
import { Callout, ErrorCallout } from "@/components/Callout";
import { clock } from "@/locales/format";
import { t } from "@/locales/t";
import { useAction } from "@/state/call";
import { edited, sameSteps, written } from "./model/pipeline";
import { nameOf } from "./model/words";
import { useCuration, useCurationState, useSteps } from "./useCuration";

/** The pipeline that stands on the run, and the way back. */
export function AppliedLine() {
  const curation = useCuration();
  const applied = useCurationState((state) => state.start?.applied ?? null);
  const steps = useSteps("main");
  const back = useAction(() => curation.takeBack());
  if (!applied) return back.error ? <ErrorCallout error={back.error} /> : null;
  const { at, who, pipeline, kept, dropped, relabelled, weighed } = applied;
  const against = applied.steps.filter(({ against_gate }) => against_gate).map(({ kind }) => nameOf(kind));
  const differs = !sameSteps(pipeline.curate, written(steps));
  const values = { at: clock(at, Date.now()), who, kept, dropped, relabelled, weighed };
  return (
    <>
      <Callout
        data-testid="applied"
        actions={
          <span className="row">
            {differs ? (
              <Button size="small" onPress={() => curation.edit("main", () => pipeline.curate.map(edited))}>
                {t("curate.applied.show")}
              </Button>
            ) : null}
            <Button size="small" onPress={() => back.run()} isDisabled={back.busy} data-testid="take-back">
              <Undo2 aria-hidden />
              {t("curate.applied.takeBack")}
            </Button>
          </span>
        }
      >
        {t(who === "" ? "curate.applied.standsNobody" : "curate.applied.stands", values)}{" "}
        {against.length > 0 ? t("curate.applied.against", { steps: against.join(", ") }) : null}{" "}
        {differs ? <b>{t("curate.applied.differs")}</b> : null}
      </Callout>
      {back.error ? <ErrorCallout error={back.error} /> : null}
    </>
  );
}
