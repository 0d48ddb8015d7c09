import { ChartColumn } from "lucide-react";
import type { RunSummary } from "@/generated/RunSummary";
import { ChosenRun } from "../RunChooser";
import "./Evaluate.css";
import { RunEvaluation } from "./RunEvaluation";

/** What is known of a run's rows: five questions, a dashboard behind each, and runs beside each other. */
export default function EvaluatePage() {
  return (
    <ChosenRun page="evaluate" icon={<ChartColumn />}>
      {(run: RunSummary, runs) => <RunEvaluation runs={runs} run={run} />}
    </ChosenRun>
  );
}
