import type { BulkChange } from "@/generated/BulkChange";
import type { ChangePreview } from "@/generated/ChangePreview";
import { t } from "@/locales/t";
import { ChangedText } from "./ChangedText";
import { leftWords } from "./change";
import { rowTitle } from "./rowTitle";

interface BulkPreviewProps {
  preview: ChangePreview;
  kind: BulkChange["change"];
  /** It still belongs to the change before. */
  stale: boolean;
}

/** How many rows a change would change, why it leaves the others, and some before and after it. */
export function BulkPreview({ preview, kind, stale }: BulkPreviewProps) {
  const left = leftWords(preview.left);
  return (
    <section className="stack bulk-preview" data-stale={stale || undefined} data-testid="bulk-preview">
      <p role="status">
        <strong data-testid="bulk-changes">{t("data.bulk.changes", { count: preview.changes })}</strong>{" "}
        {left ? <span className="muted">{left}</span> : null}
      </p>
      {preview.examples.length > 0 ? (
        <ul className="stack" aria-label={t("data.bulk.examples")}>
          {preview.examples.map((row) => (
            <li key={`${row.row.draw}.${row.row.attempt}`} className="bulk-example">
              <span className="muted small">{rowTitle(row)}</span>
              <ChangedText row={row} kind={kind} />
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
