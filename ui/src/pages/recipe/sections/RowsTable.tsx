import type { SourcePreview } from "@/generated/SourcePreview";
import { show } from "../model/values";

export interface RowsTableProps {
  preview: SourcePreview;
  label: string;
  limit: number;
  /** Rows marked as chosen, by position. */
  marked?: readonly number[];
  onMark?: (at: number) => void;
}

/** The first rows of a file. */
export function RowsTable({ preview, label, limit, marked, onMark }: RowsTableProps) {
  return (
    <div className="rows-table">
      <table aria-label={label}>
        <thead>
          <tr>
            {onMark ? <th aria-label="#" /> : null}
            {preview.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.slice(0, limit).map((row, at) => (
            <tr key={at} data-marked={marked?.includes(at) || undefined}>
              {onMark ? (
                <td>
                  <input
                    type="checkbox"
                    checked={marked?.includes(at) ?? false}
                    onChange={() => onMark(at)}
                    aria-label={`${label} ${at + 1}`}
                  />
                </td>
              ) : null}
              {preview.columns.map((column) => (
                <td key={column}>
                  <div className="clamp">
                    {row[column] === undefined || row[column] === null ? "" : show(row[column])}
                  </div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
