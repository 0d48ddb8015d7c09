import { ChartColumn } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { Empty } from "@/components/Card";
import type { Beside } from "@/generated/Beside";
import type { Chart } from "@/generated/Chart";
import type { Dashboard } from "@/generated/Dashboard";
import type { Evaluation } from "@/generated/Evaluation";
import { t } from "@/locales/t";
import { ChartCard } from "./charts/ChartCard";
import { hasNoRows, overlaysOf } from "./charts/forms";
import { MeasureTable } from "./MeasureTable";
import type { PartLineProps } from "./overview/PartLine";
import { PartLine } from "./overview/PartLine";
import type { Selection } from "./rows/selection";
import type { Sparks } from "./sparks";

interface BoardProps {
  board: Dashboard;
  evaluation: Evaluation;
  run: number;
  beside: readonly Beside[];
  sparks: Sparks;
  /** The parts of the figures that are measured from here. */
  parts: readonly PartLineProps[];
  /** What stands above the charts. */
  children?: ReactNode;
  selected: ReadonlySet<number> | null;
  onSelect: (selection: Selection) => void;
}

/** The charts of one dashboard, and its figures below them. */
export function Board(props: BoardProps) {
  const { board, evaluation, run, beside, sparks, parts, children, selected, onSelect } = props;
  const plots = useMemo(
    () =>
      evaluation.charts
        .filter((chart) => chart.dashboard === board)
        .map((chart) => ({
          chart,
          name: t("runs.name", { run }),
          rows: evaluation.rows,
          overlays: overlaysOf(chart, beside),
        })),
    [evaluation, board, run, beside],
  );
  const measures = evaluation.measures.filter((measure) => measure.dashboard === board);
  const nothing = plots.length === 0 && measures.length === 0;
  return (
    <div className="stack board" data-testid={`board-${board}`}>
      {children}
      {parts.map((part) => (
        <PartLine key={part.state.part} {...part} />
      ))}
      {nothing ? (
        <Empty icon={<ChartColumn />} title={t("evaluate.board.empty")}>
          {t(`evaluate.board.${board}`)}
        </Empty>
      ) : null}
      <div className="charts">
        {plots.map((plotted) => (
          <ChartCard
            key={plotted.chart.id}
            plotted={plotted}
            run={run}
            selected={selected}
            onSelect={onSelect}
            note={noteOf(plotted.chart)}
          />
        ))}
      </div>
      {measures.length > 0 ? (
        <MeasureTable
          title={t("evaluate.board.figures")}
          measures={measures}
          beside={beside}
          sparks={sparks}
        />
      ) : null}
    </div>
  );
}

/** What a chart's title and axes do not say. */
function noteOf(chart: Chart): string | null {
  // Students answer gold rows, so nothing in the dataset stands behind what they got right.
  if (chart.dashboard === "usefulness" && hasNoRows(chart)) return t("evaluate.chart.gold");
  return chart.id === "ngram-frequencies" ? t("evaluate.chart.holders") : null;
}
