import { Fragment, type ReactNode } from "react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Empty } from "@/components/Card";
import { Select } from "@/components/Field";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";
import { useCall } from "@/state/call";
import { go, usePlace } from "@/state/navigation";

interface ChosenRunProps {
  /** The page, whose words say what will be here once there is a run. */
  page: "data" | "curate" | "review" | "evaluate" | "export";
  icon: ReactNode;
  /** What the page shows of a run; `runs` are all of them, newest first. */
  children: (run: RunSummary, runs: readonly RunSummary[]) => ReactNode;
}

/** The run that the pages speak of: the one chosen, else the newest. Without any it says what a run would bring. */
export function ChosenRun({ page, icon, children }: ChosenRunProps) {
  const chosen = usePlace((place) => place.run);
  const { data: runs, error } = useCall("run_list", null);
  if (error) return <ErrorCallout error={error} />;
  if (runs === null) return null;
  const run = runs.find((candidate) => candidate.run === chosen) ?? runs[0];
  if (run) return <Fragment key={run.run}>{children(run, runs)}</Fragment>;
  return (
    <Empty
      icon={icon}
      title={t(`${page}.none.title`)}
      action={
        <Button look="primary" onPress={() => go("runs")}>
          {t("runs.start.title")}
        </Button>
      }
    >
      {t(`${page}.none.text`)}
    </Empty>
  );
}

interface RunChooserProps {
  runs: readonly RunSummary[];
  run: RunSummary;
  onChoose: (run: number) => void;
}

export function RunChooser({ runs, run, onChoose }: RunChooserProps) {
  return (
    <Select
      label={t("runs.choose")}
      hideLabel
      value={String(run.run)}
      onChange={(id) => onChoose(Number(id))}
      options={runs.map((option) => ({
        id: String(option.run),
        name: t("runs.choice", { run: option.run, rows: option.accepted, dropped: option.dropped }),
        detail: t("runs.choiceDetail", { version: option.version, model: option.model }),
      }))}
      className="run-chooser"
      data-testid="run-chooser"
    />
  );
}
