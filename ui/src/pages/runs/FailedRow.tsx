import { Check, ChevronDown, ChevronRight, RotateCcw, ScrollText, Square } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/Button";
import { Callout, ErrorCallout } from "@/components/Callout";
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
  /** It is a row of the dataset now. */
  onAccepted: () => void;
  /** Another try at its draw was made. */
  onRetried: () => void;
}

/** One failed attempt; unfolded it shows what was asked and what came back. */
export function FailedRow({ row, text, open, onToggle, onAccepted, onRetried }: FailedRowProps) {
  const verdict = row.verdict?.verdict === "rejected" ? row.verdict : null;
  const Sign = open ? ChevronDown : ChevronRight;
  return (
    <li className="failed-row">
      <button type="button" className="failed-head" aria-expanded={open} onClick={onToggle}>
        <Sign aria-hidden size={16} />
        <span className="failed-reason">{verdict ? reasonOf(verdict.check) : ""}</span>
        <span className="truncate failed-text">{text ? showValue(cellValue(row, text)) : ""}</span>
        <span className="muted small failed-where">
          {t(row.extra ? "runs.failed.whereExtra" : "runs.failed.where", {
            draw: row.draw + 1,
            attempt: row.attempt + 1,
          })}
        </span>
      </button>
      {open ? (
        <FailedDetail
          row={row}
          reason={verdict?.reason ?? ""}
          onAccepted={onAccepted}
          onRetried={onRetried}
        />
      ) : null}
    </li>
  );
}

interface FailedDetailProps extends Pick<FailedRowProps, "row" | "onAccepted" | "onRetried"> {
  reason: string;
}

function FailedDetail({ row, reason, onAccepted, onRetried }: FailedDetailProps) {
  const id = { run: row.run, draw: row.draw, attempt: row.attempt };
  const detail = useCall("row_detail", id);
  const accept = useAction(async () => {
    await call("row_decide", { row: id, accept: true, note: t("runs.failed.note") });
    onAccepted();
  });
  const [made, setMade] = useState<RowSummary | null>(null);
  const retry = useAction(async () => {
    setMade(null);
    setMade(await call("row_retry", id));
    detail.reload();
    onRetried();
  });
  // A try that the user stopped is no error.
  const retryError = retry.error?.code === "cancelled" ? null : retry.error;
  const otherRow = detail.data?.other_row ?? null;
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
      {retryError ? <ErrorCallout error={retryError} /> : null}
      {made ? (
        <Callout data-testid="run-retried">{outcome(made)}</Callout>
      ) : otherRow !== null ? (
        <p className="muted small">{t("runs.failed.otherRow", { row: otherRow })}</p>
      ) : null}
      <div className="row wrap">
        {retry.busy ? (
          <Button size="small" onPress={() => void call("row_retry_cancel", id)} data-testid="run-retry-stop">
            <Square aria-hidden />
            {t("runs.failed.stop")}
          </Button>
        ) : (
          <Button
            size="small"
            onPress={() => retry.run()}
            isDisabled={detail.data === null || otherRow !== null}
            data-testid="run-retry"
          >
            <RotateCcw aria-hidden />
            {t("runs.failed.retry")}
          </Button>
        )}
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

/** What became of another try. */
function outcome({ verdict, attempt }: RowSummary): string {
  const number = attempt + 1;
  return verdict?.verdict === "rejected"
    ? t("runs.failed.retriedRejected", { attempt: number, reason: verdict.reason || reasonOf(verdict.check) })
    : t("runs.failed.retriedAccepted", { attempt: number, row: verdict?.row ?? 0 });
}
