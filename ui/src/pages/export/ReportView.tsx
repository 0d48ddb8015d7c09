import { CircleCheck } from "lucide-react";
import type { ExportReport } from "@/generated/ExportReport";
import { t } from "@/locales/t";

/** What was written, and where it lies. */
export function ReportView({ report }: { report: ExportReport }) {
  return (
    <section className="export-report stack-tight" role="status" data-testid="export-report">
      <p className="row">
        <CircleCheck aria-hidden size={16} />
        <b>{t("export.done", { rows: report.rows, files: report.files.length })}</b>
      </p>
      <ul className="small">
        {report.files.map((file) => (
          <li key={file} className="mono report-file">
            {file}
          </li>
        ))}
      </ul>
    </section>
  );
}
