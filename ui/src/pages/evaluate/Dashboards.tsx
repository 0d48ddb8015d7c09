import { type ReactNode, useState } from "react";
import { Tabs } from "@/components/Tabs";
import type { Dashboard } from "@/generated/Dashboard";
import type { Evaluation } from "@/generated/Evaluation";
import type { Question } from "@/generated/Question";
import { t } from "@/locales/t";
import { ChartCard } from "./ChartCard";
import { FindingCard } from "./FindingCard";
import { MeasureTable } from "./MeasureTable";

/** The dashboard behind each question. */
const boardOf: Record<Question, Dashboard> = {
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
  const boards: Dashboard[] = [...new Set(evaluation.charts.map((chart) => chart.dashboard))];
  const [chosen, setChosen] = useState<Dashboard | "figures" | null>(null);
  const board = chosen ?? boards[0] ?? "figures";
  return (
    <>
      <div className="findings">
        {evaluation.findings.map((finding) => (
          <FindingCard
            key={finding.question}
            finding={finding}
            measures={evaluation.measures}
            onOpen={() => setChosen(boards.find((id) => id === boardOf[finding.question]) ?? "figures")}
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
            name: t(`evaluate.dashboard.${id}`),
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
