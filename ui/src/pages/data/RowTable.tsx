// biome-ignore-all lint/a11y/useSemanticElements: the rows of a virtual table are placed one by one, which table elements do not allow.
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useMemo, useRef } from "react";
import type { RowSummary } from "@/generated/RowSummary";
import type { Show } from "@/generated/Show";
import type { Sort } from "@/generated/Sort";
import { t } from "@/locales/t";
import { keyOf } from "../runs/stream";
import { type Column, largest } from "./columns";
import { RowCells, WaitingCells } from "./RowCells";
import { SortHead } from "./SortHead";
import { rowAt, type Windows } from "./windows";

const rowHeight = 58;

interface RowTableProps {
  windows: Windows;
  columns: readonly Column[];
  show: Show;
  sort: Sort | null;
  stale: boolean;
  selected: number | null;
  onSelect: (index: number, row: RowSummary) => void;
  /** Escape was pressed. */
  onDismiss: () => void;
  onSort: (sort: Sort | null) => void;
  onRange: (first: number, last: number) => void;
}

/** A table of any length: only the rows in view are in the page, and only those near them in memory. */
export function RowTable(props: RowTableProps) {
  // The virtualizer changes behind a stable reference, which memoized components would not see.
  "use no memo";
  const { windows, columns, show, sort, selected, onSelect, onSort, onRange } = props;
  // Bars of a column are drawn to one scale, which holds while the table scrolls.
  const bars = useMemo(() => {
    const loaded = [...windows.rows.values()].flat();
    const scaled = columns.filter((column) => column.kind === "number");
    return new Map(scaled.map((column) => [column.id, largest(loaded, column)]));
  }, [windows.rows, columns]);
  const scroller = useRef<HTMLDivElement>(null);
  const total = windows.total ?? 0;
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks when the range or the table changes.
  useEffect(() => onRange(first, last), [first, last, total]);
  useEffect(() => {
    if (selected !== null) virtualizer.scrollToIndex(selected, { align: "auto" });
  }, [selected, virtualizer]);

  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 1);
  const move = (to: number) => {
    const index = Math.min(Math.max(0, to), total - 1);
    const row = rowAt(windows, index);
    if (row) onSelect(index, row);
    else virtualizer.scrollToIndex(index);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") props.onDismiss();
    const from = selected ?? -1;
    const targets: Record<string, number> = {
      ArrowDown: from + 1,
      ArrowUp: from - 1,
      PageDown: from + page,
      PageUp: from - page,
      Home: 0,
      End: total - 1,
    };
    const to = targets[event.key];
    if (to === undefined || total === 0 || event.target !== event.currentTarget) return;
    event.preventDefault();
    move(to);
  };

  const tracks = ["60px", ...columns.map(trackOf), "76px", ...(show === "accepted" ? [] : ["148px"])].join(
    " ",
  );
  const least =
    60 + columns.reduce((sum, column) => sum + leastWidth(column), 0) + 76 + (show === "accepted" ? 0 : 148);
  const selectedRow = selected === null ? undefined : rowAt(windows, selected);

  return (
    <div
      ref={scroller}
      className="row-table"
      data-stale={props.stale || undefined}
      role="grid"
      aria-label={t("data.table")}
      aria-rowcount={total + 1}
      aria-colcount={columns.length + 2}
      aria-activedescendant={selectedRow ? rowId(selectedRow) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      data-testid="data-table"
    >
      <div style={{ minWidth: least + 12 * columns.length + 40 }}>
        <div
          className="data-row data-head"
          role="row"
          aria-rowindex={1}
          tabIndex={-1}
          style={{ gridTemplateColumns: tracks }}
        >
          <SortHead id="_row" name={t("data.column._row")} sort={sort} onSort={onSort} right />
          {columns.map((column) => (
            <SortHead
              key={column.id}
              id={column.id}
              name={column.id}
              sort={sort}
              onSort={onSort}
              right={column.kind === "number"}
            />
          ))}
          <SortHead
            id="_surprise"
            name={t("data.column._surprise")}
            meaning={t("data.surprise.meaning")}
            sort={sort}
            onSort={onSort}
          />
          {show === "accepted" ? null : (
            <span role="columnheader" tabIndex={-1}>
              {t("data.column._check")}
            </span>
          )}
        </div>
        <div style={{ height: virtualizer.getTotalSize(), position: "relative" }}>
          {items.map((item) => {
            const row = rowAt(windows, item.index);
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys and names the active row.
              <div
                key={item.index}
                id={row ? rowId(row) : undefined}
                className="data-row"
                role="row"
                tabIndex={-1}
                aria-rowindex={item.index + 2}
                aria-selected={item.index === selected}
                data-testid="data-row"
                data-rejected={row?.verdict?.verdict === "rejected" || undefined}
                style={{ gridTemplateColumns: tracks, transform: `translateY(${item.start}px)` }}
                onClick={() => {
                  if (row) onSelect(item.index, row);
                  scroller.current?.focus({ preventScroll: true });
                }}
              >
                {row ? (
                  <RowCells row={row} columns={columns} bars={bars} show={show} />
                ) : (
                  <WaitingCells columns={columns} />
                )}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function rowId(row: RowSummary): string {
  return `row-${row.run}-${keyOf(row).replace(".", "-")}`;
}

function leastWidth(column: Column): number {
  return { text: 220, label: 104, number: 92, boolean: 72, list: 140, spans: 160, condition: 104 }[
    column.kind
  ];
}

function trackOf(column: Column): string {
  const least = leastWidth(column);
  if (column.kind === "text") return `minmax(${least}px, 4fr)`;
  return column.kind === "list" || column.kind === "spans"
    ? `minmax(${least}px, 2fr)`
    : `minmax(${least}px, 1fr)`;
}
