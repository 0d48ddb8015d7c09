import { ChartColumn, Table } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/Button";
import { Card } from "@/components/Card";
import type { Chart } from "@/generated/Chart";
import type { Point } from "@/generated/Point";
import { t } from "@/locales/t";
import { openRows } from "../data/query";
import { filterOf } from "./behind";
import { ChartTable } from "./ChartTable";
import { heightOf } from "./options";

// The chart library comes with the first chart, not with the window.
const Plot = lazy(() => import("./Plot"));

/** A chart with its finding as title; the same figures stand in a table for those who cannot see or click it. */
export function ChartCard({ chart, run }: { chart: Chart; run: number }) {
  const [asTable, setAsTable] = useState(false);
  const Sign = asTable ? ChartColumn : Table;
  const open = (point: Point) => {
    if (point.behind) openRows(run, { filters: [filterOf(point.behind)] });
  };
  return (
    <Card
      title={chart.title}
      className="chart-card"
      data-testid="evaluate-chart"
      actions={
        <Button size="small" look="quiet" onPress={() => setAsTable(!asTable)}>
          <Sign aria-hidden />
          {t(asTable ? "chart.chart" : "chart.table")}
        </Button>
      }
    >
      {asTable ? (
        <ChartTable chart={chart} onOpen={open} />
      ) : (
        <figure>
          <Suspense fallback={<div style={{ height: heightOf(chart) }} />}>
            <Plot chart={chart} onPoint={open} />
          </Suspense>
          <figcaption className="visually-hidden">
            {t("evaluate.chart.described", { title: chart.title })}
          </figcaption>
        </figure>
      )}
    </Card>
  );
}
