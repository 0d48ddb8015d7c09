import { useVirtualizer } from "@tanstack/react-virtual";
import { Check } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { BulkChange } from "@/generated/BulkChange";
import type { RowRequest } from "@/generated/RowRequest";
import type { SimilarRow } from "@/generated/SimilarRow";
import { decimal } from "@/locales/format";
import { t } from "@/locales/t";
import { ChangedText } from "../bulk/ChangedText";
import { rowTitle } from "../bulk/rowTitle";
import { keyOf, moved } from "./choice";

const rowHeight = 76;

interface SimilarListProps {
  rows: readonly SimilarRow[];
  kind: BulkChange["change"];
  out: ReadonlySet<string>;
  onToggle: (row: RowRequest) => void;
}

/** Rows before and after a change, each with a box to tick: arrows go from one to the next, Space ticks. */
export function SimilarList({ rows, kind, out, onToggle }: SimilarListProps) {
  // The virtualizer changes behind a stable reference, which memoized components would not see.
  "use no memo";
  const [active, setActive] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
  });
  const at = Math.min(active, Math.max(0, rows.length - 1));
  useEffect(() => scroller.current?.focus({ preventScroll: true }), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === " ") {
      event.preventDefault();
      const row = rows[at];
      if (row) onToggle(row.changed.row);
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 1);
    const to = moved(event.key, at, rows.length, page);
    if (to === null) return;
    event.preventDefault();
    setActive(to);
    virtualizer.scrollToIndex(to, { align: "auto" });
  };
  const activeRow = rows[at];
  return (
    <div
      ref={scroller}
      className="similar-list"
      role="listbox"
      aria-multiselectable
      aria-label={t("data.similar.list")}
      aria-activedescendant={activeRow ? optionId(activeRow) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      data-testid="similar-list"
    >
      <div style={{ height: virtualizer.getTotalSize(), position: "relative" }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          const taken = !out.has(keyOf(row.changed.row));
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys and names the active row.
            <div
              key={keyOf(row.changed.row)}
              id={optionId(row)}
              className="similar-row"
              role="option"
              tabIndex={-1}
              aria-selected={taken}
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
              data-active={item.index === at || undefined}
              data-testid="similar-row"
              style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
              onClick={() => {
                setActive(item.index);
                onToggle(row.changed.row);
                scroller.current?.focus({ preventScroll: true });
              }}
            >
              <span className="similar-box" aria-hidden>
                {taken ? <Check size={14} /> : null}
              </span>
              <span className="similar-what">
                <span className="muted small">{rowTitle(row.changed)}</span>
                <ChangedText row={row.changed} kind={kind} />
              </span>
              <span className="number muted">{decimal(row.similarity, 2)}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function optionId({ changed: { row } }: SimilarRow): string {
  return `similar-${row.draw}-${row.attempt}`;
}
