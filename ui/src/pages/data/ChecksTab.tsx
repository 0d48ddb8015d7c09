import { CircleCheck, CircleX } from "lucide-react";
import type { Attempt } from "@/generated/Attempt";
import type { Verdict } from "@/generated/Verdict";
import { t, tMaybe } from "@/locales/t";

/** What each check found. */
export function ChecksTab({ attempt, verdict }: { attempt: Attempt; verdict: Verdict | null }) {
  return (
    <div className="stack">
      {attempt.checks.length === 0 ? <p className="muted">{t("data.checks.none")}</p> : null}
      <ul className="check-list">
        {attempt.checks.map((check) => {
          const Sign = check.passed ? CircleCheck : CircleX;
          return (
            <li key={`${check.kind} ${check.field} ${check.detail}`} className="check-item">
              <Sign aria-hidden size={16} className={check.passed ? "good" : "bad"} />
              <span>
                <b>{tMaybe(`data.checks.kind.${check.kind}`, check.kind)}</b>{" "}
                <span className="muted">
                  {check.field ? t("data.checks.on", { field: check.field }) : ""}
                </span>
                <span className="check-detail">{check.detail}</span>
              </span>
              <span className="visually-hidden">
                {t(check.passed ? "data.checks.passed" : "data.checks.failed")}
              </span>
            </li>
          );
        })}
      </ul>
      {verdict?.verdict === "rejected" ? (
        <p className="bad">{t("data.checks.verdict", { reason: verdict.reason })}</p>
      ) : null}
    </div>
  );
}
