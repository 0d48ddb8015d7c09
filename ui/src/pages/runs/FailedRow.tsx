import { Check, ChevronDown, ChevronRight, ScrollText } from "lucide-react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import type { RowSummary } from "@/generated/RowSummary";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { useAction, useCall } from "@/state/call";
import { type Column, cellValue, showValue } from "../data/columns";
import { PromptTab } from "../data/PromptTab";
import { RawTab } from "../data/RawTab";
import { openInRecipe } from "./openInRecipe";
import { reasonOf } from "./progress";

interface FailedRowProps {
  row: RowSummary;
  text: Column | undefined;
  open: boolean;
  onToggle: () => void;
  onAccepted: () => void;
}

/** One failed attempt; unfolded it shows what was asked and what came back. */
export function FailedRow({ row, text, open, onToggle, onAccepted }: FailedRowProps) {
  const verdict = row.verdict?.verdict === "rejected" ? row.verdict : null;
  const Sign = open ? ChevronDown : ChevronRight;
  return (
    <li className="failed-row">
      <button type="button" className="failed-head" aria-expanded={open} onClick={onToggle}>
        <Sign aria-hidden size={16} />
        <span className="failed-reason">{verdict ? reasonOf(verdict.check) : ""}</span>
        <span className="truncate failed-text">{text ? showValue(cellValue(row, text)) : ""}</span>
        <span className="muted small failed-where">
          {t("runs.failed.where", { draw: row.draw + 1, attempt: row.attempt + 1 })}
        </span>
      </button>
      {open ? <FailedDetail row={row} reason={verdict?.reason ?? ""} onAccepted={onAccepted} /> : null}
    </li>
  );
}

function FailedDetail({
  row,
  reason,
  onAccepted,
}: {
  row: RowSummary;
  reason: string;
  onAccepted: () => void;
}) {
  const id = { run: row.run, draw: row.draw, attempt: row.attempt };
  const detail = useCall("row_detail", id);
  const accept = useAction(async () => {
    await call("row_decide", { row: id, accept: true, note: t("runs.failed.note") });
    onAccepted();
  });
  const readable = Object.keys(row.fields).length > 0;
  return (
    <div className="failed-detail stack">
      <p className="bad">{reason}</p>
      {detail.error ? <ErrorCallout error={detail.error} /> : null}
      {detail.data ? (
        <div className="failed-columns">
          <section className="stack-tight">
            <h3>{t("runs.failed.raw")}</h3>
            <RawTab attempt={detail.data.attempt} />
          </section>
          <section className="stack-tight">
            <h3>{t("runs.failed.prompt")}</h3>
            <PromptTab prompts={detail.data.prompts} />
          </section>
        </div>
      ) : null}
      {accept.error ? <ErrorCallout error={accept.error} /> : null}
      <div className="row">
        <Button
          size="small"
          onPress={() => accept.run()}
          isDisabled={!readable || accept.busy}
          data-testid="run-accept-anyway"
        >
          <Check aria-hidden />
          {t("runs.failed.accept")}
        </Button>
        <Button size="small" look="quiet" onPress={() => openInRecipe(row)}>
          <ScrollText aria-hidden />
          {t("runs.failed.recipe")}
        </Button>
        {readable ? null : <span className="muted small">{t("runs.failed.unreadable")}</span>}
      </div>
    </div>
  );
}
