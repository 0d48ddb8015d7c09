import { Callout } from "@/components/Callout";
import type { AssignedReview } from "@/generated/AssignedReview";
import { t } from "@/locales/t";
import { fileName } from "@/pages/recipe/model/files";

/** The files that were written, and what to know before they are sent. */
export function HandedOut({ done: { files, left_out, warnings } }: { done: AssignedReview }) {
  return (
    <div className="stack" role="status" data-testid="reviewers-written">
      <p>{t("review.reviewers.written", { count: files.length })}</p>
      <ul className="stack-tight">
        {files.map(({ reviewer, path, rows, shared }) => (
          <li key={path} className="reviewers-file">
            <strong className="truncate">{reviewer}</strong>
            <span className="number small">{t("review.reviewers.writtenRows", { rows, shared })}</span>
            <code className="muted" title={path}>
              {fileName(path)}
            </code>
          </li>
        ))}
      </ul>
      {left_out.length > 0 ? (
        <p className="small">{t("review.reviewers.leftOut", { fields: left_out.join(", ") })}</p>
      ) : null}
      {warnings.map((warning) => (
        <Callout key={warning} tone="warning">
          {warning}
        </Callout>
      ))}
    </div>
  );
}
