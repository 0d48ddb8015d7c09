import { Bar } from "@/components/Bar";
import { Chip } from "@/components/Chip";
import type { RowSummary } from "@/generated/RowSummary";
import { type Column, cellValue, showValue } from "./columns";
import "./Cell.css";

/** A text held to some lines. */
export function TextCell({ row, column, lines }: { row: RowSummary; column: Column; lines: 1 | 2 | 3 }) {
  return (
    <span className={`cell-text cell-lines-${lines}`}>{showValue(cellValue(row, column), column.kind)}</span>
  );
}

/** A value in the form of its column: labels and conditions as chips, numbers with a bar. */
export function ValueCell({ row, column, largest }: { row: RowSummary; column: Column; largest: number }) {
  const value = cellValue(row, column);
  const text = showValue(value, column.kind);
  if (value === null || value === undefined) return <span className="muted">–</span>;
  switch (column.kind) {
    case "label":
    case "boolean":
      return (
        <span className="cell-chip">
          <Chip title={text}>
            <span className="truncate">{text}</span>
          </Chip>
        </span>
      );
    case "condition":
      return (
        <span className="cell-chip">
          <Chip tone="condition" title={text}>
            <span className="truncate">{text}</span>
          </Chip>
        </span>
      );
    case "number":
      return (
        <span className="cell-number">
          <span className="number">{text}</span>
          {typeof value === "number" ? (
            <Bar
              label={column.id}
              total={largest}
              parts={[{ name: column.id, value: Math.abs(value), color: "var(--muted)" }]}
              height={4}
            />
          ) : null}
        </span>
      );
    default:
      return <TextCell row={row} column={column} lines={2} />;
  }
}
