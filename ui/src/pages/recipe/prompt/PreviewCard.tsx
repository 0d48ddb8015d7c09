import { Check, CircleX, X } from "lucide-react";
import { Chip } from "@/components/Chip";
import type { Attempt } from "@/generated/Attempt";
import type { Recipe } from "@/generated/Recipe";
import type { Verdict } from "@/generated/Verdict";
import { t, tMaybe } from "@/locales/t";
import { show } from "../model/values";
import type { PreviewRow } from "./preview";

export interface PreviewCardProps {
  row: PreviewRow;
  at: number;
  recipe: Recipe;
  running: boolean;
}

export function PreviewCard({ row, at, recipe, running }: PreviewCardProps) {
  const { result } = row;
  return (
    <li
      className="card preview-row"
      data-testid="preview-row"
      data-verdict={result?.verdict.verdict ?? "writing"}
    >
      {result ? (
        <Fields fields={result.attempt.fields} recipe={recipe} />
      ) : (
        <Writing row={row} running={running} />
      )}
      {result ? (
        <Outcome attempt={result.attempt} verdict={result.verdict} tries={row.attempt + 1} at={at} />
      ) : null}
    </li>
  );
}

function Writing({ row, running }: { row: PreviewRow; running: boolean }) {
  const steps = Object.entries(row.text);
  if (steps.length === 0) {
    return (
      <p className="muted small">{running ? t("recipe.preview.waiting") : t("recipe.preview.stopped")}</p>
    );
  }
  return (
    <>
      {steps.map(([step, text]) => (
        <p key={step} className="preview-text writing">
          {steps.length > 1 ? <span className="field-name">{step}</span> : null}
          {text}
        </p>
      ))}
    </>
  );
}

function Fields({ fields, recipe }: { fields: Record<string, unknown>; recipe: Recipe }) {
  const made = recipe.steps.flatMap((step) => Object.keys(step.output)).filter((name) => name in fields);
  const names = made.length > 0 ? made : Object.keys(fields);
  return (
    <>
      {names.map((name) => (
        <p key={name} className="preview-text">
          {names.length > 1 ? <span className="field-name">{name}</span> : null}
          {show(fields[name])}
        </p>
      ))}
    </>
  );
}

function Outcome({
  attempt,
  verdict,
  tries,
  at,
}: {
  attempt: Attempt;
  verdict: Verdict;
  tries: number;
  at: number;
}) {
  const passed = attempt.checks.filter((check) => check.passed).length;
  const accepted = verdict.verdict === "accepted";
  const drawn = [
    ...Object.values(attempt.conditions).map(show),
    ...(tries > 1 ? [t("recipe.preview.try", { number: tries })] : []),
  ].join(" · ");
  return (
    <details className="preview-outcome">
      <summary className="row small">
        {accepted ? (
          <span className="good row">
            <Check aria-hidden size={14} />
            {attempt.checks.length === 0
              ? t("recipe.preview.accepted")
              : t("recipe.preview.passed", { count: passed })}
          </span>
        ) : (
          <span className="bad row">
            <CircleX aria-hidden size={14} /> {verdict.reason}
          </span>
        )}
        <span className="spacer" />
        <span className="muted truncate" title={drawn}>
          {drawn}
        </span>
        <span className="visually-hidden">{t("recipe.preview.details", { row: at + 1 })}</span>
      </summary>
      <ul className="small preview-checks">
        {attempt.checks.map((check, index) => (
          <li key={index} className={check.passed ? "" : "bad"}>
            {check.passed ? (
              <Check aria-label={t("recipe.preview.yes")} size={13} />
            ) : (
              <X aria-label={t("recipe.preview.no")} size={13} />
            )}
            {tMaybe(`recipe.check.${check.kind}.name`, check.kind)} · {check.field}: {check.detail}
          </li>
        ))}
        <li className="row wrap preview-conditions">
          {Object.entries(attempt.conditions).map(([name, value]) => (
            <Chip key={name} tone="condition">
              {name}: {show(value)}
            </Chip>
          ))}
        </li>
        {attempt.steps.map((step) => (
          <li key={step.step}>
            <span className="muted">{t("recipe.preview.raw", { step: step.step })}</span>{" "}
            <code>{step.raw}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}
