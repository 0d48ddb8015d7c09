import { ChevronLeft } from "lucide-react";
import { Button } from "@/components/Button";
import { Callout, ErrorCallout } from "@/components/Callout";
import { Tabs } from "@/components/Tabs";
import { t } from "@/locales/t";
import { useRunRecipe } from "../data/useRunRecipe";
import { FailedRows } from "./FailedRows";
import { isOpen } from "./headline";
import { NextSteps } from "./NextSteps";
import { rejectedTotal } from "./progress";
import { RowStream } from "./RowStream";
import { RunActions } from "./RunActions";
import { RunFigures } from "./RunFigures";
import { RunHead } from "./RunHead";
import { useTray } from "./tray";
import { useRun } from "./useRun";

/** One run: how it goes, its rows as they come, and its figures. */
export function RunPage({ run, onBack }: { run: number; onBack: () => void }) {
  const live = useRun(run);
  const tab = useTray((tray) => (tray.run === run ? "failed" : "rows"));
  const recipe = useRunRecipe(live.view?.progress.summary.recipe);
  const { view } = live;
  const progress = view?.progress;
  return (
    <div className="run-page">
      <div className="run-main">
        <div className="row run-crumb">
          <Button look="quiet" size="small" onPress={onBack}>
            <ChevronLeft aria-hidden />
            {t("runs.all")}
          </Button>
          {progress ? (
            <span className="muted small truncate">
              {t("runs.ofVersion", { run, version: progress.summary.version, model: progress.summary.model })}
            </span>
          ) : null}
          <span className="spacer" />
          {progress ? <RunActions summary={progress.summary} onChanged={live.reload} /> : null}
        </div>
        {live.error ? (
          <ErrorCallout
            error={live.error}
            actions={
              <Button size="small" onPress={live.reload}>
                {t("common.retry")}
              </Button>
            }
          />
        ) : null}
        {progress ? (
          <>
            <RunHead progress={progress} />
            {progress.summary.failure ? <Callout tone="error">{progress.summary.failure}</Callout> : null}
            {isOpen(progress.summary.status) ? null : <NextSteps summary={progress.summary} />}
            <Tabs
              label={t("runs.rows.label")}
              value={tab}
              onChange={(next) => useTray.setState({ run: next === "failed" ? run : null, check: null })}
              className="run-tabs"
              tabs={[
                { id: "rows", name: t("runs.rows.tab") },
                {
                  id: "failed",
                  name: t("runs.failed.tab", { count: rejectedTotal(progress) }),
                  testid: "run-failed-tab",
                },
              ]}
            >
              {tab === "rows" ? (
                <RowStream
                  stream={live.stream}
                  writing={isOpen(progress.summary.status) ? live.writing : null}
                  running={progress.summary.status === "running"}
                  recipe={recipe}
                  onPause={live.setPaused}
                />
              ) : (
                <FailedRows progress={progress} recipe={recipe} onChanged={live.reload} />
              )}
            </Tabs>
          </>
        ) : null}
      </div>
      {view ? <RunFigures view={view} /> : null}
    </div>
  );
}
