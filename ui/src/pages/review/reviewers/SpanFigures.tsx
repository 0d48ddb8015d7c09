import type { SpanAgreement } from "@/generated/SpanAgreement";
import { count } from "@/locales/format";
import { t } from "@/locales/t";
import { FigureCells } from "./FigureCells";
import { FigureTable } from "./FigureTable";
import { spanRows } from "./figures";
import { HeadRow } from "./HeadRow";
import { PairMatrix } from "./PairMatrix";

/** How far reviewers agree on spans: over all, on each type, and each two of them. */
export function SpanFigures({ names, spans }: { names: readonly string[]; spans: SpanAgreement }) {
  const types = spans.types.filter(({ f1 }) => f1.n > 0);
  return (
    <>
      <FigureTable rows={spanRows(spans)} />
      {types.length > 0 ? (
        <table data-testid="reviewers-span-types">
          <caption className="reviewers-caption">{t("review.reviewers.spanTypes")}</caption>
          <HeadRow
            of={t("review.reviewers.spanType")}
            numbers={[t("review.reviewers.measure.f1"), t("evaluate.interval"), t("review.reviewers.chosen")]}
          />
          <tbody>
            {types.map(({ type, f1 }) => (
              <tr key={type}>
                <th scope="row">{type}</th>
                <FigureCells figure={f1} unit="share" />
                <td className="number muted">{count(f1.n)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <PairMatrix
        names={names}
        pairs={spans.pairs.map(({ first, second, f1 }) => ({ first, second, figure: f1, raw: null }))}
        measure="f1"
      />
    </>
  );
}
