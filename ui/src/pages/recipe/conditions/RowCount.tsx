import type { CSSProperties } from "react";
import { decimal } from "@/locales/format";

interface RowCountProps {
  expected: number;
  /** Accepted rows, once there was a run. */
  actual?: number | undefined;
  /** The largest number of rows expected in the table. */
  most: number;
}

/** A cell of a table of expected rows, the darker the more there are. */
export function RowCount({ expected, actual, most }: RowCountProps) {
  return (
    <td style={{ "--heat": `${Math.round((expected / most) * 40)}%` } as CSSProperties}>
      {actual === undefined ? null : <b>{actual} / </b>}
      {decimal(expected, 1)}
    </td>
  );
}
