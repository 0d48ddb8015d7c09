import type { Figure } from "@/generated/Figure";
import type { Unit } from "@/generated/Unit";
import { percent } from "@/locales/format";
import { t } from "@/locales/t";
import { intervalWords, showFigure } from "@/pages/evaluate/figures";
import { tintOf } from "./figures";

/** A figure of two reviewers. */
interface OfTwo {
  first: string;
  second: string;
  figure: Figure;
  /** How often they said the same, where that is another figure. */
  raw: Figure | null;
}

interface PairMatrixProps {
  names: readonly string[];
  pairs: readonly OfTwo[];
  measure: "cohen" | "weighted" | "f1";
}

/** A figure of each two reviewers; one pair is all reviewers, whose figure is told already. */
export function PairMatrix({ names, pairs, measure }: PairMatrixProps) {
  if (pairs.length < 2) return null;
  const pairOf = (a: string, b: string) =>
    pairs.find(({ first, second }) => (first === a && second === b) || (first === b && second === a));
  return (
    <div className="stack-tight">
      <div className="reviewers-scroll">
        <table className="reviewers-matrix" data-testid="reviewers-matrix">
          <caption className="reviewers-caption">{t(`review.reviewers.matrix.${measure}`)}</caption>
          <thead>
            <tr>
              <td />
              {names.map((name) => (
                <th key={name} scope="col" className="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {names.map((other) => (
                  <PairCell
                    key={other}
                    pair={name === other ? null : (pairOf(name, other) ?? null)}
                    unit={measure === "f1" ? "share" : "score"}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="muted small">{t(`review.reviewers.meaning.${measure}`)}</p>
    </div>
  );
}

function PairCell({ pair, unit }: { pair: OfTwo | null; unit: Unit }) {
  if (!pair) return <td className="number muted">–</td>;
  const { figure, raw } = pair;
  const interval = intervalWords({ ...figure, unit });
  return (
    <td
      className="number"
      style={{ background: `color-mix(in srgb, var(--accent) ${tintOf(figure.value)}%, var(--panel))` }}
    >
      <strong>{showFigure(figure.value, unit)}</strong>
      {interval ? <span className="reviewers-below small">{interval}</span> : null}
      <span className="reviewers-below small">
        {raw
          ? t("review.reviewers.pair", { share: raw.value === null ? "–" : percent(raw.value), n: raw.n })
          : t("review.reviewers.pairRows", { n: figure.n })}
      </span>
    </td>
  );
}
