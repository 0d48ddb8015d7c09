import { Card } from "@/components/Card";
import type { Beside } from "@/generated/Beside";
import type { Measure } from "@/generated/Measure";
import { count } from "@/locales/format";
import { t } from "@/locales/t";
import { differenceWords, intervalWords, showFigure } from "./figures";

interface MeasureTableProps {
  title: string;
  measures: readonly Measure[];
  /** The same figures of other rows. */
  beside: readonly Beside[];
}

/** Figures with their interval, what they rest on and what they mean; beside them those of other rows. */
export function MeasureTable({ title, measures, beside }: MeasureTableProps) {
  return (
    <Card title={title} className="measure-card">
      <table>
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t("evaluate.measure")}</th>
            <th scope="col" className="number">
              {t("evaluate.value")}
            </th>
            <th scope="col" className="number">
              {t("evaluate.interval")}
            </th>
            <th scope="col" className="number">
              {t("evaluate.n")}
            </th>
            {beside.map(({ name, rows }) => (
              <th key={name} scope="col" className="number">
                {name}
                <span className="measure-rows">{t("evaluate.beside.rows", { count: rows })}</span>
              </th>
            ))}
            <th scope="col">{t("evaluate.meaning")}</th>
          </tr>
        </thead>
        <tbody>
          {measures.map((measure) => (
            <tr key={measure.id} data-testid={`measure-${measure.id}`}>
              <th scope="row">{measure.title}</th>
              <td className="number measure-value">{showFigure(measure.value, measure.unit)}</td>
              <td className="number muted measure-value">{intervalWords(measure) ?? "–"}</td>
              <td className="number muted">{count(measure.n)}</td>
              {beside.map(({ name, measures: others }) => (
                <BesideCell
                  key={name}
                  measure={measure}
                  other={others.find(({ id }) => id === measure.id) ?? null}
                />
              ))}
              <td className="small measure-meaning">
                {measure.meaning} <span className="muted">{measure.note}</span>{" "}
                {measure.encoder ? (
                  <span className="muted">{t("evaluate.encoder", { encoder: measure.encoder })}</span>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

/** The figure of other rows, and how far ours is from it. */
function BesideCell({ measure, other }: { measure: Measure; other: Measure | null }) {
  const known = measure.value !== null && other !== null && other.value !== null;
  return (
    <td className="number measure-value">
      {showFigure(other?.value ?? null, measure.unit)}
      {known ? (
        <span className="measure-difference muted small">
          <span className="visually-hidden">{t("evaluate.beside.difference")} </span>
          {differenceWords((measure.value ?? 0) - (other.value ?? 0), measure.unit)}
        </span>
      ) : null}
    </td>
  );
}
