import { Check, Copy, History, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button, IconButton } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Tabs } from "@/components/Tabs";
import type { RowDetail } from "@/generated/RowDetail";
import type { RowSummary } from "@/generated/RowSummary";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { useAction, useCall } from "@/state/call";
import { reasonOf } from "../runs/progress";
import { ChecksTab } from "./ChecksTab";
import type { Column } from "./columns";
import { HistoryTab } from "./HistoryTab";
import { PromptTab } from "./PromptTab";
import { RawTab } from "./RawTab";
import { RowTab } from "./RowTab";
import { TokensTab } from "./TokensTab";

const tabs = ["row", "prompt", "raw", "tokens", "checks", "history"] as const;
type Tab = (typeof tabs)[number];

interface InspectorProps {
  row: RowSummary;
  columns: readonly Column[];
  onChanged: (row: RowSummary) => void;
  /** Rises with each change, undo and redo; the details are then read again. */
  changes: number;
  /** What undo or redo just did to the row. */
  note: string | null;
  /** Looks for rows to which the change just made may be made as well; null where none was. */
  onSimilar: (() => void) | null;
  onClose: () => void;
}

/** Everything about one row: what it says, and why it exists. */
export function Inspector(props: InspectorProps) {
  const { row, columns, changes, note, onSimilar, onChanged, onClose } = props;
  const [tab, setTab] = useState<Tab>("row");
  const { run, draw, attempt } = row;
  const id = { run, draw, attempt };
  const detail = useCall("row_detail", id);
  const { reload } = detail;
  const seen = useRef(changes);
  useEffect(() => {
    if (seen.current === changes) return;
    seen.current = changes;
    reload();
  }, [changes, reload]);
  const mine = detail.data && detail.data.summary.draw === draw && detail.data.summary.attempt === attempt;
  const accepted = row.verdict?.verdict === "accepted";
  const decide = useAction(async (accept: boolean) => {
    onChanged(await call("row_decide", { row: id, accept, note: "" }));
  });
  const save = async (field: string, value: unknown) =>
    onChanged(await call("row_edit", { row: id, field, value }));

  return (
    <aside
      className="inspector"
      aria-label={t("data.inspector")}
      data-testid="inspector"
      onKeyDown={(event) => event.key === "Escape" && !event.defaultPrevented && onClose()}
    >
      <header className="row inspector-head">
        <h2 className="truncate">
          {row.verdict?.verdict === "accepted"
            ? t("data.row.title", { row: row.verdict.row })
            : t("data.row.draw", { draw: draw + 1, attempt: attempt + 1 })}
        </h2>
        <span className="spacer" />
        {accepted ? (
          <Button
            size="small"
            onPress={() => decide.run(false)}
            isDisabled={decide.busy}
            data-testid="row-reject"
          >
            <X aria-hidden />
            {t("data.reject")}
          </Button>
        ) : (
          <Button
            size="small"
            onPress={() => decide.run(true)}
            isDisabled={decide.busy || row.verdict === null}
            data-testid="row-accept"
          >
            <Check aria-hidden />
            {t("data.accept")}
          </Button>
        )}
        <IconButton size="small" label={t("common.close")} onPress={onClose}>
          <X aria-hidden />
        </IconButton>
      </header>
      {note ? (
        <p className="row inspector-note small" role="status" data-testid="data-done">
          <History aria-hidden size={16} />
          {note}
        </p>
      ) : null}
      {onSimilar ? (
        <p className="row inspector-note small">
          <Copy aria-hidden size={16} />
          <span>{t("data.similar.changed")}</span>
          <span className="spacer" />
          <Button size="small" onPress={onSimilar} data-testid="similar-open">
            {t("data.similar.open")}
          </Button>
        </p>
      ) : null}
      {row.verdict?.verdict === "rejected" ? (
        <p className="inspector-reason bad small">{row.verdict.reason || reasonOf(row.verdict.check)}</p>
      ) : null}
      {decide.error ? <ErrorCallout error={decide.error} /> : null}
      <Tabs
        label={t("data.inspector")}
        value={tab}
        onChange={setTab}
        className="inspector-tabs"
        tabs={tabs.map((name) => ({ id: name, name: t(`data.tab.${name}`), testid: `inspector-${name}` }))}
      >
        <div className="inspector-body">
          {detail.error ? <ErrorCallout error={detail.error} /> : null}
          {tab === "row" ? (
            <RowTab
              key={`${draw}.${attempt}`}
              row={row}
              columns={columns}
              detail={mine ? detail.data : null}
              onSave={save}
            />
          ) : null}
          {detail.data && tab !== "row" ? <Tab tab={tab} detail={detail.data} /> : null}
        </div>
      </Tabs>
    </aside>
  );
}

function Tab({ tab, detail }: { tab: Exclude<Tab, "row">; detail: RowDetail }) {
  switch (tab) {
    case "prompt":
      return <PromptTab prompts={detail.prompts} />;
    case "raw":
      return <RawTab attempt={detail.attempt} />;
    case "tokens":
      return <TokensTab steps={detail.attempt.steps} />;
    case "checks":
      return <ChecksTab attempt={detail.attempt} verdict={detail.summary.verdict} />;
    case "history":
      return <HistoryTab history={detail.history} />;
  }
}
