import { ShieldCheck, TriangleAlert } from "lucide-react";
import type { StepPrompt } from "@/generated/StepPrompt";
import { t } from "@/locales/t";
import { PromptMessages } from "./PromptMessages";

/** The prompt of each step in its colours, and whether it is provably the one that the model was given. */
export function PromptTab({ prompts }: { prompts: readonly StepPrompt[] }) {
  if (prompts.length === 0) return <p className="muted">{t("data.prompt.none")}</p>;
  return (
    <div className="stack">
      {prompts.map((prompt) => {
        const Sign = prompt.proven ? ShieldCheck : TriangleAlert;
        return (
          <section key={prompt.step} className="stack-tight">
            <header className="row small">
              {prompts.length > 1 ? <h3>{prompt.step}</h3> : null}
              <span className={prompt.proven ? "row muted" : "row bad"}>
                <Sign aria-hidden size={14} />
                {t(prompt.proven ? "data.prompt.proven" : "data.prompt.unproven")}
              </span>
            </header>
            <PromptMessages messages={prompt.messages} />
          </section>
        );
      })}
    </div>
  );
}
