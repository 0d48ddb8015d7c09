import { Download } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import type { ExportReport } from "@/generated/ExportReport";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";
import { call, pickSave } from "@/platform";
import { useApp } from "@/state/app";
import { useAction, useCall, useRested } from "@/state/call";
import { chooseRun } from "@/state/navigation";
import { columnsOf } from "../data/columns";
import { useRunRecipe } from "../data/useRunRecipe";
import { ChosenRun, RunChooser } from "../RunChooser";
import { suggestedName } from "../suggestedName";
import "./Export.css";
import { OptionsForm } from "./OptionsForm";
import { firstOptions, obstacle } from "./options";
import { PlanView } from "./PlanView";
import { ReportView } from "./ReportView";

/** What is to be written, and beside it what that gives. */
export default function ExportPage() {
  return (
    <ChosenRun page="export" icon={<Download />}>
      {(run, runs) => <RunExport runs={runs} run={run} />}
    </ChosenRun>
  );
}

function RunExport({ runs, run }: { runs: readonly RunSummary[]; run: RunSummary }) {
  const [options, setOptions] = useState(() => firstOptions(run.run));
  const [chosen, setChosen] = useState("");
  const [report, setReport] = useState<ExportReport | null>(null);
  const project = useApp((store) => store.app?.project?.name ?? "");
  const recipe = useRunRecipe(run.recipe);
  const missing = obstacle(options);
  const rested = useRested(options, 200);
  const plan = useCall("export_plan", obstacle(rested) === null && run.accepted > 0 ? rested : undefined);
  const fields = columnsOf(recipe, []).map((column) => column.id);
  const name = suggestedName(project, run.run, options.format);
  const write = useAction(async (path: string, replace: boolean) => {
    setReport(null);
    setChosen(path);
    setReport(await call("export_write", { options, path, replace }));
  });
  const choose = useAction(async () => {
    const kinds = [{ name: t(`export.format.${options.format}`), extensions: [options.format] }];
    const path = await pickSave(t("export.where"), name, kinds);
    if (path !== null) write.run(path, false);
  });
  const error = choose.error ?? write.error;
  return (
    <div className="export-page">
      <div className="export-form stack">
        <header className="row">
          <h1>{t("page.export.title")}</h1>
          <RunChooser runs={runs} run={run} onChoose={chooseRun} />
        </header>
        <OptionsForm
          options={options}
          fields={fields}
          privateSources={plan.data?.private_sources ?? []}
          onChange={(next) => {
            setOptions(next);
            setReport(null);
            write.clear();
          }}
        />
      </div>
      <div className="export-side stack">
        {run.accepted === 0 ? <p className="muted">{t("export.noRows")}</p> : null}
        {plan.error ? <ErrorCallout error={plan.error} /> : null}
        {plan.data ? <PlanView plan={plan.data} name={name} /> : null}
        {plan.loading && !plan.data ? <p className="muted">{t("export.planning")}</p> : null}
        <footer className="stack export-foot">
          {error ? (
            <ErrorCallout
              error={error}
              actions={
                error.code === "exists" ? (
                  <Button onPress={() => write.run(chosen, true)} data-testid="export-replace">
                    {t("export.replace")}
                  </Button>
                ) : null
              }
            />
          ) : null}
          {report ? <ReportView report={report} /> : null}
          <div className="row">
            <Button
              look="primary"
              onPress={() => choose.run()}
              isDisabled={
                missing !== null || run.accepted === 0 || choose.busy || write.busy || plan.data === null
              }
              data-testid="export-write"
            >
              <Download aria-hidden />
              {t(write.busy ? "export.writing" : "export.write")}
            </Button>
            {missing ? <span className="bad small">{t(`export.missing.${missing}`)}</span> : null}
          </div>
        </footer>
      </div>
    </div>
  );
}
