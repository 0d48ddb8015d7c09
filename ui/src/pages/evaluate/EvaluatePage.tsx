import { ChartColumn } from "lucide-react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";
import { useCall } from "@/state/call";
import { chooseRun } from "@/state/navigation";
import { useRunRecipe } from "../data/useRunRecipe";
import { ChosenRun, RunChooser } from "../RunChooser";
import { Agreement } from "./Agreement";
import { Dashboards } from "./Dashboards";
import "./Evaluate.css";

/** What is known of a run's rows: three questions, and a dashboard behind each. */
export default function EvaluatePage() {
  return (
    <ChosenRun page="evaluate" icon={<ChartColumn />}>
      {(run, runs) => <RunEvaluation runs={runs} run={run} />}
    </ChosenRun>
  );
}

function RunEvaluation({ runs, run }: { runs: readonly RunSummary[]; run: RunSummary }) {
  const evaluation = useCall("evaluate", run.accepted > 0 ? { run: run.run } : undefined);
  const recipe = useRunRecipe(run.recipe);
  const found = evaluation.data;
  return (
    <div className="evaluate-page stack">
      <header className="row">
        <h1>{t("page.evaluate.title")}</h1>
        <RunChooser runs={runs} run={run} onChoose={chooseRun} />
        {found ? <span className="muted">{t("evaluate.of", { field: found.field })}</span> : null}
        <span className="spacer" />
        {found ? (
          <Button size="small" onPress={() => evaluation.reload()} isDisabled={evaluation.loading}>
            {t("evaluate.again")}
          </Button>
        ) : null}
      </header>
      {evaluation.error ? <ErrorCallout error={evaluation.error} /> : null}
      {run.accepted === 0 ? <p className="muted">{t("evaluate.noRows")}</p> : null}
      {evaluation.loading && !found ? <p className="muted">{t("evaluate.measuring")}</p> : null}
      {found ? (
        <Dashboards evaluation={found} run={run.run}>
          {(recipe?.task.labels.length ?? 0) > 0 ? (
            <Agreement run={run.run} onDone={evaluation.reload} />
          ) : null}
        </Dashboards>
      ) : null}
    </div>
  );
}
