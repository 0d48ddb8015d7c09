import { Callout } from "@/components/Callout";
import type { Figure } from "@/generated/Figure";
import type { GateReport } from "@/generated/GateReport";
import type { TeachingView } from "@/generated/TeachingView";
import { count } from "@/locales/format";
import { t } from "@/locales/t";
import { intervalWords, showFigure } from "../figures";
import { VerdictChip } from "../VerdictChip";

const counts = ["learnt", "clean", "asked", "answered", "changed"] as const;

/** What each round did, and how far the labels after it agree with people. */
export function TaughtRounds({ view }: { view: TeachingView }) {
  const { start, rounds } = view;
  return (
    <div className="stack-tight">
      <table data-testid="taught-rounds">
        <caption className="visually-hidden">{t("evaluate.teach.table")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("evaluate.teach.column.round")}</th>
            {counts.map((name) => (
              <th key={name} scope="col" className="number">
                {t(`evaluate.teach.column.${name}`)}
              </th>
            ))}
            <th scope="col" className="number">
              {t("evaluate.teach.column.agreement")}
            </th>
          </tr>
        </thead>
        <tbody>
          <tr data-testid="taught-0">
            <th scope="row">{t("evaluate.teach.before")}</th>
            {counts.map((name) => (
              <td key={name} className="number muted">
                –
              </td>
            ))}
            <Agreement figure={start} effect={null} />
          </tr>
          {rounds.map((round, at) => (
            <tr key={at} data-testid={`taught-${at + 1}`}>
              <th scope="row">{count(at + 1)}</th>
              {counts.map((name) => (
                <td key={name} className="number">
                  {count(round[name])}
                </td>
              ))}
              <Agreement figure={round.agreement} effect={round.effect} />
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted small">{t("evaluate.teach.meaning")}</p>
      {start.n === 0 ? <p className="muted small">{t("evaluate.teach.noPeople")}</p> : null}
      {rounds.at(-1)?.effect?.verdict === "hurts" ? (
        <Callout tone="warning" data-testid="taught-worse">
          {t("evaluate.teach.worse")}
        </Callout>
      ) : null}
    </div>
  );
}

/** The share that agrees, and whether it is more or less than before the first round. */
function Agreement({ figure, effect }: { figure: Figure; effect: GateReport | null }) {
  const interval = intervalWords({ ...figure, unit: "share" });
  return (
    <td className="number">
      {effect ? (
        <>
          <VerdictChip verdict={effect.verdict} />{" "}
        </>
      ) : null}
      {showFigure(figure.value, "share")}
      {interval === null ? null : (
        <span className="muted"> {t("evaluate.teach.within", { interval, n: figure.n })}</span>
      )}
    </td>
  );
}
