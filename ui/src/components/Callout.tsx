import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { WireError } from "@/generated/WireError";
import { t } from "@/locales/t";
import "./Callout.css";

export interface CalloutProps {
  tone?: "info" | "warning" | "error";
  children: ReactNode;
  actions?: ReactNode;
  "data-testid"?: string;
}

/** A sentence with a sign in front of it, at the place that it is about. */
export function Callout({ tone = "info", children, actions, ...props }: CalloutProps) {
  const Icon = tone === "error" ? CircleAlert : tone === "warning" ? TriangleAlert : Info;
  return (
    <div className={`callout callout-${tone}`} role={tone === "error" ? "alert" : "status"} {...props}>
      <Icon aria-hidden size={16} />
      <div className="callout-text">{children}</div>
      {actions}
    </div>
  );
}

/** What the api refused: its sentence, and the detail folded below it. */
export function ErrorCallout({ error, actions }: { error: WireError; actions?: ReactNode }) {
  return (
    <Callout tone="error" actions={actions} data-testid="error">
      <p>{error.message}</p>
      {error.detail ? (
        <details className="small">
          <summary>{t("common.details")}</summary>
          <code className="callout-detail">{error.detail}</code>
        </details>
      ) : null}
    </Callout>
  );
}
