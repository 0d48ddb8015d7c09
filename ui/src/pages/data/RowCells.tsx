// biome-ignore-all lint/a11y/useSemanticElements: the rows of a virtual table are placed one by one, which table elements do not allow.
import { memo } from "react";
import type { RowSummary } from "@/generated/RowSummary";
import type { Show } from "@/generated/Show";
import { t } from "@/locales/t";
import { reasonOf } from "../runs/progress";
import { TextCell, ValueCell } from "./Cell";
import type { Column } from "./columns";
import { SurpriseBar } from "./SurpriseBar";

interface RowCellsProps {
  row: RowSummary;
  columns: readonly Column[];
  bars: ReadonlyMap<string, number>;
  show: Show;
}

/** The cells of one row; drawn again only when the row or the columns change, so that scrolling stays light. */
export const RowCells = memo(function RowCells({ row, columns, bars, show }: RowCellsProps) {
  const verdict = row.verdict;
  return (
    <>
      <span role="gridcell" tabIndex={-1} className="number muted">
        {verdict?.verdict === "accepted" ? verdict.row : "–"}
        {row.extra ? <b className="edited-mark">{t("data.retried")}</b> : null}
        {row.edited ? <b className="edited-mark">{t("data.edited")}</b> : null}
      </span>
      {columns.map((column) => (
        <span key={column.id} role="gridcell" tabIndex={-1}>
          {column.kind === "text" ? (
            <TextCell row={row} column={column} lines={2} />
          ) : (
            <ValueCell row={row} column={column} largest={bars.get(column.id) ?? 1} />
          )}
        </span>
      ))}
      <span role="gridcell" tabIndex={-1}>
        <SurpriseBar value={row.mean_log_probability} />
      </span>
      {show === "accepted" ? null : (
        <span role="gridcell" tabIndex={-1} className="small">
          {verdict?.verdict === "rejected" ? (
            <span className="bad cell-text cell-lines-2" title={verdict.reason}>
              {reasonOf(verdict.check)}
            </span>
          ) : (
            <span className="muted">{t(verdict ? "data.accepted" : "data.waiting")}</span>
          )}
        </span>
      )}
    </>
  );
});

/** Holds the place of a row that is still being read. */
export function WaitingCells({ columns }: { columns: readonly Column[] }) {
  return (
    <>
      <span />
      {columns.map((column) => (
        <span key={column.id} className="cell-waiting" aria-hidden />
      ))}
    </>
  );
}
