import type { Attempt } from "@/generated/Attempt";
import { count } from "@/locales/format";
import { t, tMaybe } from "@/locales/t";
import "./Trace.css";

/** Each step's answer as the model gave it, to the character. */
export function RawTab({ attempt }: { attempt: Attempt }) {
  if (attempt.steps.length === 0) return <p className="muted">{t("data.raw.none")}</p>;
  return (
    <div className="stack">
      {attempt.steps.map((step) => (
        <section key={step.step} className="stack-tight">
          <header className="row small muted">
            <h3>{step.step}</h3>
            <span>
              {t("data.raw.tokens", { prompt: count(step.prompt_tokens), answer: count(step.tokens.length) })}{" "}
              · {tMaybe(`data.raw.finish.${step.finish}`, step.finish)}
            </span>
          </header>
          <pre className="raw">{step.raw}</pre>
        </section>
      ))}
    </div>
  );
}
