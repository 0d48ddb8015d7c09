import { ChartColumn, ImageDown, Table } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { Button, IconButton } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Card } from "@/components/Card";
import { Menu } from "@/components/Menu";
import type { Picture } from "@/generated/Picture";
import { t } from "@/locales/t";
import { useSavePicture } from "../../evaluate/charts/useSavePicture";
import type { Draw } from "./options";
import type { Picked } from "./PipelinePlot";

// The chart library comes with the first chart, not with the window.
const PipelinePlot = lazy(() => import("./PipelinePlot"));

const formats: readonly Picture["format"][] = ["svg", "png"];

interface ChartFrameProps {
  id: string;
  run: number;
  /** The finding. */
  title: string;
  height: number;
  draw: Draw;
  /** The same figures. */
  table: ReactNode;
  onPick: (picked: Picked) => void;
}

/** A chart about the pipeline with its finding as title; the same figures stand in a table. */
export function ChartFrame({ id, run, title, height, draw, table, onPick }: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false);
  const save = useSavePicture(id, run, async (format) => {
    const { pictureOf } = await import("./picture");
    return pictureOf(title, height, draw, format);
  });
  const Sign = asTable ? ChartColumn : Table;
  return (
    <Card
      title={title}
      className="pipeline-chart"
      data-testid={`chart-${id}`}
      actions={
        <span className="row pipeline-chart-actions">
          <IconButton
            size="small"
            label={t(asTable ? "chart.chart" : "chart.table")}
            onPress={() => setAsTable(!asTable)}
            data-testid={`chart-table-${id}`}
          >
            <Sign aria-hidden />
          </IconButton>
          <Menu
            label={t("chart.save")}
            items={formats.map((format) => ({
              id: format,
              name: t(`chart.saveAs.${format}`),
              detail: t(`chart.saveFor.${format}`),
            }))}
            onChoose={(format) => save.run(format as Picture["format"])}
            trigger={
              <Button
                size="small"
                look="quiet"
                className="button-icon"
                aria-label={t("chart.save")}
                isDisabled={save.busy}
              >
                <ImageDown aria-hidden />
              </Button>
            }
          />
        </span>
      }
    >
      {asTable ? (
        table
      ) : (
        <figure>
          <Suspense fallback={<div style={{ height }} />}>
            <PipelinePlot draw={draw} height={height} onPick={onPick} />
          </Suspense>
          <figcaption className="visually-hidden">{t("curate.flow.described", { title })}</figcaption>
        </figure>
      )}
      {save.saved ? (
        <p className="muted small" role="status">
          {t("chart.saved", { path: save.saved })}
        </p>
      ) : null}
      {save.error ? <ErrorCallout error={save.error} /> : null}
    </Card>
  );
}
