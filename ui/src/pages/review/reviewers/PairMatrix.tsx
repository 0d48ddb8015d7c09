import type { PairAgreement } from "@/generated/PairAgreement";
import { percent } from "@/locales/format";
import { t } from "@/locales/t";
import { intervalWords, showFigure } from "@/pages/evaluate/figures";
import { tintOf } from "./figures";

interface PairMatrixProps {
  names: readonly string[];
  pairs: readonly PairAgreement[];
}

/** Cohen's kappa of each two reviewers. */
export function PairMatrix({ names, pairs }: PairMatrixProps) {
  const pairOf = (a: string, b: string) =>
    pairs.find(({ first, second }) => (first === a && second === b) || (first === b && second === a));
  return (
    <div className="stack-tight">
      <div className="reviewers-scroll">
        <table className="reviewers-matrix" data-testid="reviewers-matrix">
          <caption className="reviewers-caption">{t("review.reviewers.matrix")}</caption>
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
                  <PairCell key={other} pair={name === other ? null : (pairOf(name, other) ?? null)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="muted small">{t("review.reviewers.meaning.cohen")}</p>
    </div>
  );
}

function PairCell({ pair }: { pair: PairAgreement | null }) {
  if (!pair) return <td className="number muted">–</td>;
  const { kappa, raw } = pair;
  const interval = intervalWords({ ...kappa, unit: "score" });
  return (
    <td
      className="number"
      style={{ background: `color-mix(in srgb, var(--accent) ${tintOf(kappa.value)}%, var(--panel))` }}
    >
      <strong>{showFigure(kappa.value, "score")}</strong>
      {interval ? <span className="reviewers-below small">{interval}</span> : null}
      <span className="reviewers-below small">
        {t("review.reviewers.pair", { share: raw.value === null ? "–" : percent(raw.value), n: raw.n })}
      </span>
    </td>
  );
}
