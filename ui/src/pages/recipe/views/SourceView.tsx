import { useState } from "react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { CodeEditor } from "@/components/CodeEditor";
import type { Problem } from "@/generated/Problem";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { useAction } from "@/state/call";
import { edit, useRecipe } from "@/state/recipe";

/** The document as TOML. Changes count once they are applied, as one step that can be undone. */
export function SourceView() {
  const toml = useRecipe((store) => store.checked?.toml ?? "");
  const [draft, setDraft] = useState<string | null>(null);
  const [problems, setProblems] = useState<Problem[]>([]);
  const apply = useAction(async () => {
    const parsed = await call("recipe_parse", { toml: draft ?? toml });
    setProblems(parsed.problems);
    const { recipe } = parsed;
    if (!recipe) return;
    edit(() => recipe);
    setDraft(null);
  });
  const changed = draft !== null && draft !== toml;
  return (
    <div className="source-view">
      <div className="row">
        <p className="muted small">{t("recipe.source.intro")}</p>
        <span className="spacer" />
        {changed ? (
          <Button size="small" onPress={() => setDraft(null)}>
            {t("recipe.source.discard")}
          </Button>
        ) : null}
        <Button
          size="small"
          look="primary"
          onPress={() => apply.run()}
          isDisabled={!changed || apply.busy}
          data-testid="apply-source"
        >
          {t("common.apply")}
        </Button>
      </div>
      {apply.error ? <ErrorCallout error={apply.error} /> : null}
      {problems.length > 0 ? (
        <ul className="problems">
          {problems.map((problem) => (
            <li key={`${problem.path} ${problem.message}`} className={`problem problem-${problem.severity}`}>
              {problem.line === null ? null : <b>{t("recipe.source.line", { line: problem.line })}</b>}
              <span>
                {problem.message} <span className="muted">{problem.remedy}</span>
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="source-editor">
        <CodeEditor
          value={draft ?? toml}
          onChange={setDraft}
          label={t("recipe.source.label")}
          tall
          draft
          data-testid="source-editor"
        />
      </div>
    </div>
  );
}
