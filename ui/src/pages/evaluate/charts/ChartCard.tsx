import { ChartColumn, ImageDown, Table } from "lucide-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Card } from "@/components/Card";
import { Menu } from "@/components/Menu";
import type { Picture } from "@/generated/Picture";
import { t } from "@/locales/t";
import type { Selection } from "../rows/selection";
import { ChartTable } from "./ChartTable";
import { isWide, type Plotted, roomFor } from "./forms";
import { onPlane } from "./mapOptions";
import { PlaneChoice } from "./PlaneChoice";
import { useSavePicture } from "./useSavePicture";

// The chart library comes with the first chart, not with the window.
const Plot = lazy(() => import("./Plot"));

const formats: readonly Picture["format"][] = ["svg", "png"];

interface ChartCardProps {
  plotted: Plotted;
  run: number;
  /** Rows that are picked out; a map shows where they are. */
  selected: ReadonlySet<number> | null;
  onSelect: (selection: Selection) => void;
  /** A sentence below the chart. */
  note?: string | null;
}

/** A chart with its finding as title; the same figures stand in a table for those who cannot see or click it. */
export function ChartCard({ plotted: whole, run, selected, onSelect, note }: ChartCardProps) {
  const [asTable, setAsTable] = useState(false);
  const [plane, setPlane] = useState(0);
  const plotted = useMemo(
    () => (whole.chart.form === "map" ? { ...whole, chart: onPlane(whole.chart, plane) } : whole),
    [whole, plane],
  );
  const { chart } = plotted;
  const save = useSavePicture(chart.id, run, async (format) => {
    // Comes with the chart library, like the chart itself.
    const { pictureOf } = await import("./picture");
    return pictureOf(plotted, format);
  });
  const Sign = asTable ? ChartColumn : Table;
  return (
    <Card
      title={chart.title}
      className={`chart-card ${isWide(chart) ? "chart-wide" : ""}`}
      data-testid="evaluate-chart"
    >
      {asTable ? (
        <ChartTable plotted={plotted} onSelect={onSelect} />
      ) : (
        <figure>
          {whole.chart.form === "map" ? (
            <PlaneChoice planes={whole.chart.planes} value={plane} onChange={setPlane} />
          ) : null}
          <Suspense fallback={<div style={{ height: roomFor(plotted) }} />}>
            <Plot plotted={plotted} selected={chart.form === "map" ? selected : null} onSelect={onSelect} />
          </Suspense>
          <figcaption className="visually-hidden">
            {t("evaluate.chart.described", { title: chart.title })}
          </figcaption>
        </figure>
      )}
      {chart.form === "grid" && chart.cells.some(({ expected }) => expected !== null) ? (
        <p className="muted small">{t("evaluate.chart.shades")}</p>
      ) : null}
      {note ? <p className="muted small">{note}</p> : null}
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
