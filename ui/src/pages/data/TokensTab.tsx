import { Fragment } from "react";
import type { StepTrace } from "@/generated/StepTrace";
import type { TokenTrace } from "@/generated/TokenTrace";
import { decimal, percent } from "@/locales/format";
import { t } from "@/locales/t";
import { probability, summarise, surpriseLevel, visible } from "./surprise";
import "./Trace.css";

const levels = [0, 1, 2, 3, 4];

/** Each token tinted by how much it surprised the model; tokens that the format forced are marked, not tinted. */
export function TokensTab({ steps }: { steps: readonly StepTrace[] }) {
  return (
    <div className="stack">
      <p className="muted small">{t("data.tokens.meaning")}</p>
      <div className="row wrap small muted token-legend">
        <span>{t("data.tokens.expected")}</span>
        {levels.map((level) => (
          <i key={level} aria-hidden className={`token token-${level}`}>
            {"  "}
          </i>
        ))}
        <span>{t("data.tokens.surprising")}</span>
        <span className="token token-forced">{t("data.tokens.forced")}</span>
      </div>
      {steps.map((step) => {
        const summary = summarise(step.tokens);
        return (
          <section key={step.step} className="stack-tight">
            <header className="row small muted">
              <h3>{step.step}</h3>
              <span>
                {summary.mean === null
                  ? t("data.tokens.allForced", { forced: summary.forced })
                  : t("data.tokens.summary", {
                      free: summary.free,
                      forced: summary.forced,
                      mean: decimal(summary.mean, 2),
                      perplexity: decimal(summary.perplexity, 1),
                    })}
              </span>
            </header>
            <p className="tokens">
              {step.tokens.map((token, at) => (
                <Fragment key={at}>
                  <Token token={token} />
                </Fragment>
              ))}
            </p>
          </section>
        );
      })}
    </div>
  );
}

function Token({ token }: { token: TokenTrace }) {
  const look = token.forced ? "token-forced" : `token-${surpriseLevel(token.log_probability)}`;
  const figures = t("data.tokens.figures", {
    probability: percent(probability(token.log_probability)),
    logProbability: decimal(token.log_probability, 2),
  });
  return (
    <span
      className={`token ${look}`}
      title={token.forced ? `${t("data.tokens.forced")} · ${figures}` : figures}
    >
      {visible(token.text)}
    </span>
  );
}
