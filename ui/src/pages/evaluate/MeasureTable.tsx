import { Card } from "@/components/Card";
import type { Measure } from "@/generated/Measure";
import { count } from "@/locales/format";
import { t } from "@/locales/t";
import { intervalWords, showFigure } from "./figures";

/** Every figure with its interval, what it rests on, and what it means. */
export function MeasureTable({ measures }: { measures: readonly Measure[] }) {
  return (
    <Card title={t("evaluate.all")} className="measure-card">
      <table>
        <thead>
          <tr>
            <th>{t("evaluate.measure")}</th>
            <th className="number">{t("evaluate.value")}</th>
            <th className="number">{t("evaluate.interval")}</th>
            <th className="number">{t("evaluate.n")}</th>
            <th>{t("evaluate.meaning")}</th>
          </tr>
        </thead>
        <tbody>
          {measures.map((measure) => (
            <tr key={measure.id} data-testid={`measure-${measure.id}`}>
              <td>{measure.title}</td>
              <td className="number measure-value">{showFigure(measure.value, measure.unit)}</td>
              <td className="number muted measure-value">{intervalWords(measure) ?? "–"}</td>
              <td className="number muted">{count(measure.n)}</td>
              <td className="small">
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
