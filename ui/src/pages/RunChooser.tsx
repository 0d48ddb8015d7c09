import { Select } from "@/components/Field";
import type { RunSummary } from "@/generated/RunSummary";
import type { WireError } from "@/generated/WireError";
import { t } from "@/locales/t";
import { useCall } from "@/state/call";
import { usePlace } from "@/state/navigation";

export interface ChosenRun {
  /** All runs, newest first; null until they are known. */
  runs: readonly RunSummary[] | null;
  /** The one that the pages speak of: the one chosen, else the newest. */
  run: RunSummary | null;
  error: WireError | null;
  reload: () => void;
}

export function useChosenRun(): ChosenRun {
  const chosen = usePlace((place) => place.run);
  const runs = useCall("run_list", null);
  const run = runs.data?.find((candidate) => candidate.run === chosen) ?? runs.data?.[0] ?? null;
  return { runs: runs.data, run, error: runs.error, reload: runs.reload };
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
        name: t("runs.choice", { run: option.run, rows: option.accepted }),
        detail: t("runs.choiceDetail", { version: option.version, model: option.model }),
      }))}
      className="run-chooser"
      data-testid="run-chooser"
    />
  );
}
