import { Play } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Card, Empty } from "@/components/Card";
import { t } from "@/locales/t";
import { useApp } from "@/state/app";
import { useCall } from "@/state/call";
import { chooseRun, usePlace } from "@/state/navigation";
import { useRecipe } from "@/state/recipe";
import { RunList } from "./RunList";
import { RunPage } from "./RunPage";
import "./Runs.css";
import { StartRun } from "./StartRun";
import { closeTray } from "./tray";

/** The run chosen, or the list of all and the panel that starts one. */
export default function RunsPage() {
  const run = usePlace((place) => place.run);
  if (run !== null) return <RunPage key={run} run={run} onBack={leave} />;
  return <AllRuns />;
}

function leave(): void {
  closeTray();
  chooseRun(null);
}

function AllRuns() {
  const running = useApp((store) => store.app?.running ?? null);
  const recipe = useRecipe((store) => store.recipe?.name);
  const runs = useCall("run_list", null);
  const { reload } = runs;
  const state = running ? `${running.summary.run} ${running.summary.status}` : "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: a run that starts or ends changes the list.
  useEffect(reload, [state]);
  const live = runs.data?.map((run) => (running?.summary.run === run.run ? running.summary : run)) ?? [];
  const [asked, setAsked] = useState(false);
  const none = runs.data?.length === 0;
  return (
    <div className="runs-page stack">
      <header className="row">
        <h1>{t("runs.title")}</h1>
        <span className="spacer" />
        {asked || none ? null : (
          <Button look="primary" onPress={() => setAsked(true)} data-testid="run-new">
            <Play aria-hidden />
            {t("runs.new")}
          </Button>
        )}
      </header>
      {asked || none ? (
        <Card title={t("runs.start.title")} note={recipe} className="start-card">
          <StartRun />
        </Card>
      ) : null}
      {runs.error ? <ErrorCallout error={runs.error} /> : null}
      {live.length > 0 ? <RunList runs={live} onOpen={chooseRun} /> : null}
      {none ? (
        <Empty icon={<Play />} title={t("runs.empty.title")}>
          {t("runs.empty.text")}
        </Empty>
      ) : null}
    </div>
  );
}
