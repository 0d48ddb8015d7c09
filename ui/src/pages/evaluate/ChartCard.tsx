import { ChartColumn, ImageDown, Table } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Card } from "@/components/Card";
import { Menu } from "@/components/Menu";
import type { Chart } from "@/generated/Chart";
import type { Picture } from "@/generated/Picture";
import type { Point } from "@/generated/Point";
import { t } from "@/locales/t";
import { openRows } from "../data/query";
import { filterOf } from "./behind";
import { ChartTable } from "./ChartTable";
import { heightOf } from "./options";
import { useSavePicture } from "./useSavePicture";

// The chart library comes with the first chart, not with the window.
const Plot = lazy(() => import("./Plot"));

const formats: readonly Picture["format"][] = ["svg", "png"];

/** A chart with its finding as title; the same figures stand in a table for those who cannot see or click it. */
export function ChartCard({ chart, run }: { chart: Chart; run: number }) {
  const [asTable, setAsTable] = useState(false);
  const save = useSavePicture(chart, run);
  const Sign = asTable ? ChartColumn : Table;
  const open = (point: Point) => {
    if (point.behind) openRows(run, { filters: [filterOf(point.behind)] });
  };
  return (
    <Card title={chart.title} className="chart-card" data-testid="evaluate-chart">
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
      <footer className="row wrap chart-foot">
        <Button size="small" look="quiet" onPress={() => setAsTable(!asTable)} data-testid="chart-table">
          <Sign aria-hidden />
          {t(asTable ? "chart.chart" : "chart.table")}
        </Button>
        <Menu
          label={t("chart.save")}
          items={formats.map((id) => ({
            id,
            name: t(`chart.saveAs.${id}`),
            detail: t(`chart.saveFor.${id}`),
          }))}
          onChoose={(id) => save.run(id as Picture["format"])}
          trigger={
            <Button size="small" look="quiet" isDisabled={save.busy} data-testid="chart-save">
              <ImageDown aria-hidden />
              {t("chart.save")}
            </Button>
          }
        />
        {save.saved ? (
          <span className="muted small chart-saved" role="status" data-testid="chart-saved">
            {t("chart.saved", { path: save.saved })}
          </span>
        ) : null}
      </footer>
      {save.error ? <ErrorCallout error={save.error} /> : null}
    </Card>
  );
}
