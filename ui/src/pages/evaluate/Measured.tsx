import { useMemo } from "react";
import type { Beside } from "@/generated/Beside";
import type { Dashboard } from "@/generated/Dashboard";
import type { Evaluation } from "@/generated/Evaluation";
import type { EvaluationPart } from "@/generated/EvaluationPart";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";
import { go } from "@/state/navigation";
import { AskPanel } from "./ask/AskPanel";
import { TeachPanel } from "./ask/TeachPanel";
import { Board } from "./Board";
import { questions } from "./boards";
import { Overview } from "./overview/Overview";
import type { PartLineProps } from "./overview/PartLine";
import type { Files } from "./overview/useFiles";
import type { Jobs } from "./parts";
import type { Selection } from "./rows/selection";
import { useSelectedRows } from "./rows/useRowsBehind";
import { sparksOf } from "./sparks";

interface MeasuredProps {
  tab: "overview" | Dashboard;
  run: number;
  runs: readonly RunSummary[];
  evaluation: Evaluation;
  beside: readonly Beside[];
  selection: Selection | null;
  onSelect: (selection: Selection) => void;
  onTab: (tab: "overview" | Dashboard) => void;
  files: Files;
  jobs: Jobs;
  /** A model answered what it was asked about the rows. */
  onAnswers: () => void;
}

/** The overview or a dashboard of what was measured. */
export function Measured(props: MeasuredProps) {
  const { tab, run, runs, evaluation, beside, selection, onSelect, onTab, files, jobs, onAnswers } = props;
  const map = evaluation.charts.some((chart) => chart.form === "map" && chart.dashboard === tab);
  const sparks = useMemo(() => sparksOf(evaluation.history, runs, run), [evaluation.history, runs, run]);
  const selected = useSelectedRows(run, selection, map);
  const remedy = (part: EvaluationPart) => {
    if (part === "semantic") return go("settings");
    if (part === "canaries") return go("models");
    if (part === "judges") return tab === "overview" ? onTab("faithfulness") : go("review");
    onTab("overview");
    files.pick.run(part === "usefulness" ? "gold" : "real");
  };
  const partLine = (part: EvaluationPart | undefined): PartLineProps | null => {
    const state = evaluation.parts.find((candidate) => candidate.part === part);
    if (!part || !state) return null;
    const asks = part === "judges" && tab === "overview";
    const words = t(asks ? "evaluate.part.judges.ask" : `evaluate.part.${part}.remedy`);
    return { run, state, job: jobs[part], remedy: words, onRemedy: () => remedy(part) };
  };
  if (tab === "overview") {
    return (
      <Overview
        evaluation={evaluation}
        beside={beside}
        sparks={sparks}
        files={files}
        partLine={partLine}
        onOpen={onTab}
      />
    );
  }
  return (
    <Board
      key={tab}
      board={tab}
      evaluation={evaluation}
      run={run}
      beside={beside}
      sparks={sparks}
      parts={(questions.find(({ board }) => board === tab)?.parts ?? []).flatMap(
        (part) => partLine(part) ?? [],
      )}
      selected={selected}
      onSelect={onSelect}
    >
      {tab === "faithfulness" ? (
        <>
          <AskPanel run={run} onAnswers={onAnswers} />
          <TeachPanel run={run} />
        </>
      ) : null}
    </Board>
  );
}
