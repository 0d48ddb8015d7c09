import { type ReactNode, useState } from "react";
import { Tabs } from "@/components/Tabs";
import type { Evaluation } from "@/generated/Evaluation";
import { t, tMaybe } from "@/locales/t";
import { ChartCard } from "./ChartCard";
import { MeasureTable } from "./MeasureTable";
import { VerdictCard } from "./VerdictCard";

/** The dashboard behind each question. */
const boardOf: Record<string, string> = {
  diverse: "diversity",
  faithful: "faithfulness",
  balanced: "balance",
};

interface DashboardsProps {
  evaluation: Evaluation;
  run: number;
  /** Between the questions and the charts. */
  children: ReactNode;
}

/** The questions with their answers, and below them the charts of one dashboard or all figures. */
export function Dashboards({ evaluation, run, children }: DashboardsProps) {
  const boards = [...new Set(evaluation.charts.map((chart) => chart.dashboard))];
  const [chosen, setChosen] = useState<string | null>(null);
  const board =
    chosen !== null && boards.includes(chosen)
      ? chosen
      : chosen === "figures"
        ? chosen
        : (boards[0] ?? "figures");
  return (
    <>
      <div className="verdicts">
        {evaluation.verdicts.map((verdict) => (
          <VerdictCard
            key={verdict.question}
            verdict={verdict}
            measures={evaluation.measures}
            onOpen={() => setChosen(boardOf[verdict.question] ?? "figures")}
          />
        ))}
      </div>
      {children}
      <Tabs
        label={t("evaluate.dashboards")}
        value={board}
        onChange={setChosen}
        tabs={[
          ...boards.map((id) => ({
            id,
            name: tMaybe(`evaluate.dashboard.${id}`, id),
            testid: `dashboard-${id}`,
          })),
          { id: "figures", name: t("evaluate.dashboard.figures"), testid: "dashboard-figures" },
        ]}
      >
        {board === "figures" ? (
          <div className="dashboard-figures">
            <MeasureTable measures={evaluation.measures} />
          </div>
        ) : (
          <div className="dashboard">
            {evaluation.charts
              .filter((chart) => chart.dashboard === board)
              .map((chart) => (
                <ChartCard key={chart.id} chart={chart} run={run} />
              ))}
          </div>
        )}
      </Tabs>
    </>
  );
}
