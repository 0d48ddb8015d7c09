import type { Figure } from "@/generated/Figure";
import { count } from "@/locales/format";
import { t } from "@/locales/t";
import { FigureCells } from "./FigureCells";
import type { AgreementRow } from "./figures";
import { HeadRow } from "./HeadRow";

/** Each figure with its interval, the rows that it rests on and its meaning. */
export function FigureTable({ rows }: { rows: readonly AgreementRow[] }) {
  return (
    <table className="reviewers-figures" data-testid="reviewers-figures">
      <caption className="visually-hidden">{t("review.reviewers.figures")}</caption>
      <HeadRow
        of={t("evaluate.measure")}
        numbers={[t("evaluate.value"), t("evaluate.interval"), t("evaluate.n")]}
        words={t("evaluate.meaning")}
      />
      <tbody>
        {rows.map(({ id, title, figure, unit, meaning }) => (
          <tr key={id} data-testid={`reviewers-figure-${id}`}>
            <th scope="row">{title}</th>
            <FigureCells figure={figure} unit={unit} />
            <td className="number muted">{count(figure.n)}</td>
            <td className="small">
              {meaning}{" "}
              {unknown(figure) ? <span className="muted">{t("review.reviewers.unknown")}</span> : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const unknown = ({ value }: Figure) => value === null;
