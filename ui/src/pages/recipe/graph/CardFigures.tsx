import { CircleX } from "lucide-react";
import { useShallow } from "zustand/react/shallow";
import { count, decimal } from "@/locales/format";
import { t } from "@/locales/t";
import { useApp } from "@/state/app";
import { openTray } from "../../runs/tray";
import type { Card } from "./nodes";
import { useFigures } from "./useFigures";

/** What the run under way says of a card. Each card listens for itself, so that others stay as they are. */
export function CardFigures({ id, card }: { id: string; card: Card }) {
  if (card.group) return null;
  if (card.kind === "row") return <RowFigures />;
  if (card.kind === "steps" || card.kind === "checks") return <PartFigures id={id} />;
  return null;
}

/** Lines that a card keeps free for them. */
export function figureLines(card: Card): number {
  if (card.group) return 0;
  return { steps: 2, checks: 1, row: 2 }[card.kind as string] ?? 0;
}

function PartFigures({ id }: { id: string }) {
  const figures = useFigures(useShallow((store) => store.byId[id]));
  const run = useFigures((store) => store.run);
  const looked = useFigures((store) => store.rows.length);
  if (!figures || run === null) {
    return (
      <div className="small muted">{t(looked > 0 ? "recipe.graph.notInRun" : "recipe.graph.noFigures")}</div>
    );
  }
  const failed =
    figures.failed !== null && figures.failed > 0 ? (
      <button
        type="button"
        tabIndex={-1}
        className="graph-failed nopan"
        data-testid={`node-failed-${id}`}
        title={t(figures.shared > 1 ? "recipe.graph.failedShared" : "recipe.graph.failedOpen")}
        onClick={(event) => {
          event.stopPropagation();
          openTray(run, figures.check);
        }}
      >
        <CircleX aria-hidden size={12} /> {t("recipe.graph.failed", { count: figures.failed })}
      </button>
    ) : null;
  if (figures.out === null) {
    return (
      <div className="row small muted graph-figures" data-testid={`node-figures-${id}`}>
        {failed ?? t("recipe.graph.noneFailed")}
      </div>
    );
  }
  return (
    <>
      <div
        className="row small muted graph-figures"
        data-testid={`node-figures-${id}`}
        title={t("recipe.graph.ofLatest", { count: looked })}
      >
        <span className="truncate">
          {figures.in === null
            ? t("recipe.graph.out", { out: count(figures.out) })
            : t("recipe.graph.inOut", { in: count(figures.in), out: count(figures.out) })}
        </span>
        {failed}
      </div>
      <div className="small truncate graph-sample" title={figures.sample ?? undefined}>
        {figures.sample ?? ""}
      </div>
    </>
  );
}

function RowFigures() {
  const progress = useApp((store) => store.app?.running ?? null);
  if (!progress) return null;
  const { accepted, wanted } = progress.summary;
  return (
    <>
      <div className="small muted truncate" data-testid="node-figures-row">
        {t("runs.headline.rows", { accepted, wanted })}
      </div>
      <div className="small muted truncate">
        {progress.rows_per_minute === null
          ? ""
          : t("runs.headline.rate", { rate: decimal(progress.rows_per_minute, 1) })}
      </div>
    </>
  );
}
