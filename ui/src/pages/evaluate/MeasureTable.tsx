import type { ReactNode } from "react";
import { Card } from "@/components/Card";
import type { Beside } from "@/generated/Beside";
import type { Measure } from "@/generated/Measure";
import { count } from "@/locales/format";
import { t } from "@/locales/t";
import { byBoard } from "./boards";
import { differenceWords, intervalWords, showFigure } from "./figures";
import { Spark } from "./Sparkline";
import { noSparks, type Sparks } from "./sparks";

interface MeasureTableProps {
  title: string;
  measures: readonly Measure[];
  /** The same figures of other rows. */
  beside: readonly Beside[];
  /** The same figures over the project's runs. */
  sparks?: Sparks;
}

/** Figures by dashboard, with their interval, what they rest on and what they mean; beside them those of other rows. */
export function MeasureTable({ title, measures, beside, sparks = noSparks }: MeasureTableProps) {
  const over = measures.some(({ id }) => sparks.has(id));
  const groups = byBoard(measures, ({ dashboard }) => dashboard);
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
            {over ? <th scope="col">{t("evaluate.over.title")}</th> : null}
            <th scope="col">{t("evaluate.meaning")}</th>
          </tr>
        </thead>
        {groups.map(([board, members]) => (
          <tbody key={board}>
            {groups.length > 1 ? (
              <tr className="measure-board">
                <th scope="rowgroup" colSpan={5 + beside.length + (over ? 1 : 0)}>
                  {t(`evaluate.dashboard.${board}`)}
                </th>
              </tr>
            ) : null}
            {members.map((measure) => (
              <MeasureRow key={measure.id} measure={measure} beside={beside}>
                {over ? (
                  <td>
                    <Spark measure={measure} sparks={sparks} />
                  </td>
                ) : null}
              </MeasureRow>
            ))}
          </tbody>
        ))}
      </table>
    </Card>
  );
}

function MeasureRow({
  measure,
  beside,
  children,
}: {
  measure: Measure;
  beside: readonly Beside[];
  children: ReactNode;
}) {
  return (
    <tr data-testid={`measure-${measure.id}`}>
      <th scope="row">{measure.title}</th>
      <td className="number measure-value">{showFigure(measure.value, measure.unit)}</td>
      <td className="number muted measure-value">{intervalWords(measure) ?? "–"}</td>
      <td className="number muted">{count(measure.n)}</td>
      {beside.map(({ name, measures: others }) => (
        <BesideCell key={name} measure={measure} other={others.find(({ id }) => id === measure.id) ?? null} />
      ))}
      {children}
      <td className="small measure-meaning">
        {measure.meaning} <span className="muted">{measure.note}</span>{" "}
        {measure.encoder ? (
          <span className="muted">{t("evaluate.encoder", { encoder: measure.encoder })}</span>
        ) : null}
      </td>
    </tr>
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
