import { type CSSProperties, useCallback, useRef, useState } from "react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Splitter } from "@/components/Splitter";
import { Tabs } from "@/components/Tabs";
import type { Dashboard } from "@/generated/Dashboard";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";
import { useRemembered } from "@/state/app";
import { useCall } from "@/state/call";
import { useRunRecipe } from "../data/useRunRecipe";
import { ArenaTab } from "./arena/ArenaTab";
import { type BesideChoice, besideRun, besideShown } from "./beside";
import { boards } from "./boards";
import { CompareTab } from "./compare/CompareTab";
import { EvaluateHead } from "./EvaluateHead";
import { Measured } from "./Measured";
import { useFiles } from "./overview/useFiles";
import { usePartJobs } from "./parts";
import { useSaveReport } from "./ReportButton";
import { RowsPanel } from "./rows/RowsPanel";
import type { Selection } from "./rows/selection";
import { useLive } from "./useLive";

export type Tab = "overview" | Dashboard | "compare" | "arena";
const tabs: readonly Tab[] = ["overview", ...boards, "compare", "arena"];

/** The Evaluate page of one run. */
export function RunEvaluation({ runs, run }: { runs: readonly RunSummary[]; run: RunSummary }) {
  const [tab, setTab] = useRemembered<Tab>("evaluate.tab", "overview");
  const [width, setWidth] = useRemembered("evaluate.rows", 380);
  const [choice, setChoice] = useState<BesideChoice>("real");
  const main = useRef<HTMLDivElement>(null);
  const [selection, setSelection] = useState<Selection | null>(null);
  const recipe = useRunRecipe(run.recipe);
  const reload = useRef(() => {});
  const again = useCallback(() => reload.current(), []);
  const live = useLive(run, again);
  const beside = besideRun(choice);
  const evaluation = useCall("evaluate", live.accepted > 0 ? { run: run.run, beside } : undefined);
  reload.current = evaluation.reload;
  const files = useFiles(again);
  const jobs = usePartJobs(run.run, again);
  const report = useSaveReport(run.run, beside);
  const found = evaluation.data;
  const ofRun = tab !== "compare" && tab !== "arena";

  const show = (next: Tab) => {
    setTab(next);
    main.current?.scrollTo?.(0, 0);
  };

  return (
    <div
      className="evaluate-page"
      data-rows={(selection !== null && ofRun) || undefined}
      style={{ "--rows": `${width}px` } as CSSProperties}
    >
      <div ref={main} className="evaluate-main stack">
        <EvaluateHead
          runs={runs}
          run={run}
          live={live}
          evaluation={evaluation}
          report={report}
          choice={choice}
          onChoice={setChoice}
          ofRun={ofRun}
          files={files.value}
        />
        {report.choose.error ? (
          <ErrorCallout
            error={report.replace.error ?? report.choose.error}
            actions={
              report.choose.error.code === "exists" ? (
                <Button
                  onPress={() => {
                    report.choose.clear();
                    report.replace.run();
                  }}
                  data-testid="report-replace"
                >
                  {t("export.replace")}
                </Button>
              ) : null
            }
          />
        ) : report.replace.error ? (
          <ErrorCallout error={report.replace.error} />
        ) : null}
        <Tabs
          label={t("evaluate.dashboards")}
          value={tab}
          onChange={show}
          tabs={tabs.map((id) => ({ id, name: t(`evaluate.dashboard.${id}`), testid: `dashboard-${id}` }))}
        >
          {tab === "compare" ? (
            <CompareTab runs={runs} run={run.run} />
          ) : tab === "arena" ? (
            <ArenaTab runs={runs} run={run.run} />
          ) : (
            <div className="stack evaluate-found">
              {evaluation.error ? <ErrorCallout error={evaluation.error} /> : null}
              {live.accepted === 0 ? <p className="muted">{t("evaluate.noRows")}</p> : null}
              {evaluation.loading && !found ? (
                <p className="muted" role="status">
                  {t("evaluate.measuring")}
                </p>
              ) : null}
              {found ? (
                <Measured
                  tab={tab}
                  run={run.run}
                  runs={runs}
                  evaluation={found}
                  beside={besideShown(choice, found.beside)}
                  selection={selection}
                  onSelect={setSelection}
                  onTab={show}
                  files={files}
                  jobs={jobs}
                  onAnswers={again}
                />
              ) : null}
            </div>
          )}
        </Tabs>
      </div>
      {selection && ofRun ? (
        <>
          <Splitter name="evaluate.rows" size={width} least={300} most={640} onChange={setWidth} />
          <RowsPanel run={run.run} recipe={recipe} selection={selection} onClose={() => setSelection(null)} />
        </>
      ) : null}
    </div>
  );
}
