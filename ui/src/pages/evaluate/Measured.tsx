import { useMemo } from "react";
import type { Beside } from "@/generated/Beside";
import type { Dashboard } from "@/generated/Dashboard";
import type { Evaluation } from "@/generated/Evaluation";
import type { EvaluationPart } from "@/generated/EvaluationPart";
import type { RunSummary } from "@/generated/RunSummary";
import { go } from "@/state/navigation";
import { Board } from "./Board";
import { questions } from "./boards";
import { Overview } from "./overview/Overview";
import type { PartLineProps, Remedied } from "./overview/PartLine";
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
}

/** The overview or a dashboard of what was measured. */
export function Measured(props: MeasuredProps) {
  const { tab, run, runs, evaluation, beside, selection, onSelect, onTab, files, jobs } = props;
  const map = evaluation.charts.some((chart) => chart.form === "map" && chart.dashboard === tab);
  const sparks = useMemo(() => sparksOf(evaluation.history, runs, run), [evaluation.history, runs, run]);
  const selected = useSelectedRows(run, selection, map);
  const remedy = (part: Remedied) => {
    if (part === "semantic") return go("settings");
    onTab("overview");
    files.pick.run(part === "usefulness" ? "gold" : "real");
  };
  const partLine = (part: EvaluationPart | null): PartLineProps | null => {
    const state = evaluation.parts.find((candidate) => candidate.part === part);
    return state ? { run, state, job: jobs[state.part], onRemedy: remedy } : null;
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
      part={partLine(questions.find(({ board }) => board === tab)?.part ?? null)}
      selected={selected}
      onSelect={onSelect}
    />
  );
}
