import { Redo2, Undo2 } from "lucide-react";
import { useMemo } from "react";
import { useOffer } from "@/app/useOffer";
import { IconButton } from "@/components/Button";
import type { CurationStart } from "@/generated/CurationStart";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";
import { chooseRun } from "@/state/navigation";
import { RunChooser } from "../RunChooser";
import { ApplyButton } from "./ApplyButton";
import { SaveWithRecipe } from "./SaveWithRecipe";
import { useCuration, useCurationState } from "./useCuration";

interface HeadProps {
  runs: readonly RunSummary[];
  run: RunSummary;
  start: CurationStart | null;
}

/** The run, undo and redo, and what can be done with the pipeline. */
export function Head({ runs, run, start }: HeadProps) {
  const curation = useCuration();
  const canUndo = useCurationState(({ history }) => history.past.length > 0);
  const canRedo = useCurationState(({ history }) => history.future.length > 0);
  const commands = useMemo(
    () => [
      { id: "undo-curate", name: t("curate.undo"), keys: "Ctrl+Z", run: curation.undo, disabled: !canUndo },
      {
        id: "redo-curate",
        name: t("curate.redo"),
        keys: "Ctrl+Shift+Z",
        run: curation.redo,
        disabled: !canRedo,
      },
    ],
    [curation, canUndo, canRedo],
  );
  useOffer("curate", commands);
  return (
    <header className="row curate-head">
      <h1>{t("page.curate.title")}</h1>
      <RunChooser runs={runs} run={run} onChoose={chooseRun} />
      <span className="muted small truncate">
        {start ? t("curate.rows", { rows: start.rows, judged: start.judged }) : ""}
      </span>
      <span className="spacer" />
      <IconButton
        label={`${t("curate.undo")} (Ctrl+Z)`}
        onPress={curation.undo}
        isDisabled={!canUndo}
        data-testid="curate-undo"
      >
        <Undo2 aria-hidden />
      </IconButton>
      <IconButton
        label={`${t("curate.redo")} (Ctrl+Shift+Z)`}
        onPress={curation.redo}
        isDisabled={!canRedo}
        data-testid="curate-redo"
      >
        <Redo2 aria-hidden />
      </IconButton>
      <SaveWithRecipe />
      <ApplyButton />
    </header>
  );
}
