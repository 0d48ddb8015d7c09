import { Rows3, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button, IconButton } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import type { Recipe } from "@/generated/Recipe";
import type { RowSummary } from "@/generated/RowSummary";
import { t } from "@/locales/t";
import { TextCell, ValueCell } from "../../data/Cell";
import { type Column, columnsOf } from "../../data/columns";
import { openRows } from "../../data/query";
import { keyOf } from "../../runs/stream";
import { filterOf, type Selection } from "./selection";
import { useRowsBehind } from "./useRowsBehind";

interface RowsPanelProps {
  run: number;
  recipe: Recipe | null;
  selection: Selection;
  onClose: () => void;
}

/** The rows behind a part of a chart, beside the charts. */
export function RowsPanel({ run, recipe, selection, onClose }: RowsPanelProps) {
  const { found, error, more, busy } = useRowsBehind(run, selection);
  const columns = columnsOf(recipe, found?.rows ?? []);
  const panel = useRef<HTMLElement>(null);
  /** Where the focus was before the panel took it. */
  const before = useRef<Element | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each selection brings the focus to its rows.
  useEffect(() => {
    if (!panel.current?.contains(document.activeElement)) before.current = document.activeElement;
    panel.current?.focus({ preventScroll: true });
  }, [selection]);
  const close = () => {
    onClose();
    if (before.current instanceof HTMLElement) before.current.focus({ preventScroll: true });
  };
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      className="rows-panel"
      aria-label={t("evaluate.rows.title", { what: selection.title })}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
      data-testid="rows-panel"
    >
      <header className="row rows-panel-head">
        <div className="stack-tight">
          <h2 className="truncate" title={selection.title}>
            {selection.title}
          </h2>
          <span className="muted small" role="status" data-testid="rows-total">
            {found ? t("data.total", { count: found.total }) : t("table.loading")}
          </span>
        </div>
        <span className="spacer" />
        <Button
          size="small"
          onPress={() => openRows(run, { filters: selection.behind.map(filterOf) })}
          data-testid="rows-to-data"
        >
          <Rows3 aria-hidden />
          {t("evaluate.rows.toData")}
        </Button>
        <IconButton size="small" label={t("common.close")} onPress={close} data-testid="rows-close">
          <X aria-hidden />
        </IconButton>
      </header>
      {error ? <ErrorCallout error={error} /> : null}
      {found?.total === 0 ? <p className="muted rows-none">{t("evaluate.rows.none")}</p> : null}
      <ol className="rows-list">
        {found?.rows.map((row) => (
          <RowItem key={keyOf(row)} row={row} columns={columns} />
        ))}
      </ol>
      {found?.next ? (
        <Button size="small" onPress={more} isDisabled={busy} className="rows-more" data-testid="rows-more">
          {t("evaluate.rows.more", { left: found.total - found.rows.length })}
        </Button>
      ) : null}
    </aside>
  );
}

function RowItem({ row, columns }: { row: RowSummary; columns: readonly Column[] }) {
  const shown = columns.filter(({ id }) => id in row.fields || id in row.conditions);
  const texts = shown.filter(({ kind }) => kind === "text");
  const chips = shown.filter(({ kind }) => kind === "label" || kind === "condition");
  const number = row.verdict?.verdict === "accepted" ? row.verdict.row : row.draw;
  return (
    <li className="rows-item" data-testid="rows-item">
      <span className="number muted small">{number}</span>
      <div className="stack-tight">
        {texts.map((column) => (
          <TextCell key={column.id} row={row} column={column} lines={3} />
        ))}
        <span className="row wrap rows-chips">
          {chips.map((column) => (
            <ValueCell key={column.id} row={row} column={column} largest={1} />
          ))}
        </span>
      </div>
    </li>
  );
}
