import { RefreshCw } from "lucide-react";
import { IconButton } from "@/components/Button";
import { Select } from "@/components/Field";
import type { Evaluation } from "@/generated/Evaluation";
import type { EvaluationFiles } from "@/generated/EvaluationFiles";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";
import type { Answer } from "@/state/call";
import { chooseRun } from "@/state/navigation";
import { RunChooser } from "../RunChooser";
import { type BesideChoice, besideOptions } from "./beside";
import { ReportButton, type SaveReport } from "./ReportButton";
import type { Live } from "./useLive";

interface EvaluateHeadProps {
  runs: readonly RunSummary[];
  run: RunSummary;
  live: Live;
  evaluation: Answer<Evaluation>;
  report: SaveReport;
  choice: BesideChoice;
  onChoice: (choice: BesideChoice) => void;
  /** The tab shows this run, not several. */
  ofRun: boolean;
  files: EvaluationFiles | null;
}

/** Which rows are measured, what they stand beside, and the report. */
export function EvaluateHead(props: EvaluateHeadProps) {
  const { runs, run, live, evaluation, report, choice, onChoice, ofRun, files } = props;
  const options = besideOptions(runs, run.run, files);
  const shown = options.some(({ id }) => id === choice) ? choice : "nothing";
  const found = evaluation.data;
  return (
    <header className="evaluate-head">
      <div className="row wrap">
        <h1>{t("page.evaluate.title")}</h1>
        {ofRun ? <RunChooser runs={runs} run={run} onChoose={chooseRun} /> : null}
        {ofRun && options.length > 1 ? (
          <div className="row beside-chooser">
            <span className="muted" aria-hidden>
              {t("evaluate.beside.label")}
            </span>
            <Select
              label={t("evaluate.beside.label")}
              hideLabel
              value={shown}
              onChange={onChoice}
              options={options}
              data-testid="beside"
            />
          </div>
        ) : null}
        <span className="spacer" />
        {found && ofRun ? (
          <>
            <IconButton
              label={t("evaluate.again")}
              size="small"
              onPress={evaluation.reload}
              isDisabled={evaluation.loading}
            >
              <RefreshCw aria-hidden />
            </IconButton>
            <ReportButton report={report} />
          </>
        ) : null}
      </div>
      <p className="muted small evaluate-of" role="status" data-testid="evaluate-of">
        {!ofRun
          ? t("evaluate.ofRuns")
          : report.saved
            ? t("evaluate.report.saved", { path: report.saved })
            : found
              ? t(live.running ? "evaluate.ofSoFar" : "evaluate.of", {
                  count: found.rows,
                  field: found.field,
                })
              : ""}
      </p>
    </header>
  );
}
