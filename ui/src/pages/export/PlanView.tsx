import { FileSpreadsheet, FileText, ShieldCheck } from "lucide-react";
import { Callout } from "@/components/Callout";
import { Card } from "@/components/Card";
import type { ExportPlan } from "@/generated/ExportPlan";
import { t } from "@/locales/t";
import "../data/Cell.css";
import { showValue } from "../data/columns";
import { plannedName } from "./options";

interface PlanViewProps {
  plan: ExportPlan;
  /** The file name that the dialog will suggest. */
  name: string;
}

/** What would be written: files, columns, the first rows, and what to know before. */
export function PlanView({ plan, name }: PlanViewProps) {
  const { copied_span: copied } = plan;
  const long = new Set(
    plan.columns.filter((column) => plan.sample.some((row) => showValue(row[column]).length > 30)),
  );
  const numbers = new Set(
    plan.columns.filter((column) => plan.sample.every((row) => typeof row[column] === "number")),
  );
  const classOf = (column: string) =>
    numbers.has(column) ? "number" : long.has(column) ? "sample-long" : undefined;
  return (
    <>
      <Card title={t("export.plan.files")}>
        <ul className="stack-tight" data-testid="export-files">
          {plan.files.map((file) => (
            <li key={file.name} className="row">
              {file.rows === null ? (
                <FileText aria-hidden size={16} />
              ) : (
                <FileSpreadsheet aria-hidden size={16} />
              )}
              <span className="truncate" title={plannedName(file.name, name)}>
                {plannedName(file.name, name)}
              </span>
              <span className="spacer" />
              <span className="muted">
                {file.rows === null ? t("export.plan.card") : t("export.plan.rows", { count: file.rows })}
              </span>
            </li>
          ))}
        </ul>
      </Card>
      {plan.warnings.map((warning) => (
        <Callout key={warning} tone="warning">
          {warning}
        </Callout>
      ))}
      {copied ? (
        <Callout tone={copied.words >= 8 ? "warning" : "info"}>
          <p>{t("export.plan.copied", { words: copied.words, row: copied.row, source: copied.source })}</p>
          <q className="copied">{copied.text}</q>
        </Callout>
      ) : plan.private_sources.length === 0 ? (
        <p className="row muted small">
          <ShieldCheck aria-hidden size={16} />
          {t("export.plan.noPrivate")}
        </p>
      ) : null}
      <Card title={t("export.plan.sample")} note={t("export.plan.columns", { count: plan.columns.length })}>
        <div className="sample">
          <table>
            <thead>
              <tr>
                {plan.columns.map((column) => (
                  <th key={column} className={classOf(column)}>
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {plan.sample.map((row, at) => (
                <tr key={at}>
                  {plan.columns.map((column) => (
                    <td key={column} className={classOf(column)}>
                      <span className="cell-text cell-lines-3">{showValue(row[column])}</span>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Card>
    </>
  );
}
