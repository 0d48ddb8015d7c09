import type { BulkChange } from "@/generated/BulkChange";
import type { ChangedRow } from "@/generated/ChangedRow";
import { differing } from "./differing";
import "./Changed.css";

interface ChangedTextProps {
  row: ChangedRow;
  kind: BulkChange["change"];
}

/** A row of a change: its text, and what becomes of it. */
export function ChangedText({ row, kind }: ChangedTextProps) {
  const { text, before, after } = row;
  if (before === null || after === null) return <span className="changed-text">{text}</span>;
  if (kind !== "replace") {
    return (
      <span className="changed-value">
        <span className="changed-text">{text}</span>
        <span className="changed-pair">
          <del>{before}</del> <ins>{after}</ins>
        </span>
      </span>
    );
  }
  const { start, old, now, end } = differing(before, after);
  return (
    <span className="changed-text">
      {start}
      {old ? <del>{old}</del> : null}
      {now ? <ins>{now}</ins> : null}
      {end}
    </span>
  );
}
