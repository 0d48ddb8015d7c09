import { X } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Segments } from "@/components/Segments";
import type { RowsChanged } from "@/generated/RowsChanged";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { useAction, useCall, useRested } from "@/state/call";
import type { Column } from "../columns";
import { useQuery } from "../query";
import { BulkFields } from "./BulkFields";
import { BulkPreview } from "./BulkPreview";
import { type ChangeDraft, changeOf, kinds, startingWith } from "./change";
import "./Bulk.css";

interface BulkPanelProps {
  run: number;
  columns: readonly Column[];
  onDone: (done: RowsChanged) => void;
  onClose: () => void;
}

/** One change for all rows that the table shows: described, looked at, made. */
export function BulkPanel({ run, columns, onDone, onClose }: BulkPanelProps) {
  const { show, filters, search } = useQuery();
  const [draft, setDraft] = useState<ChangeDraft>(() => startingWith(show));
  const change = changeOf(draft, columns);
  const wanted = change
    ? { run, rows: { of: "found" as const, show, filters: [...filters], search }, change }
    : null;
  const key = JSON.stringify(wanted);
  const rested = useRested(key, 250);
  const preview = useCall("rows_change_preview", JSON.parse(rested) ?? undefined);
  const known = wanted !== null && key === rested && !preview.loading && !preview.error ? preview.data : null;
  const make = useAction(async () => {
    if (!wanted || !known) return;
    try {
      onDone(await call("rows_change", { wanted, expected: known.changes }));
    } catch (thrown) {
      // Rows may have come or gone since: the next press is about those that are there now.
      preview.reload();
      throw thrown;
    }
  });
  return (
    <aside
      className="inspector"
      aria-label={t("data.bulk.title")}
      data-testid="bulk-panel"
      onKeyDown={(event) => event.key === "Escape" && !event.defaultPrevented && onClose()}
    >
      <header className="row inspector-head">
        <h2 className="truncate">{t("data.bulk.title")}</h2>
        <span className="spacer" />
        <IconButton size="small" label={t("common.close")} onPress={onClose}>
          <X aria-hidden />
        </IconButton>
      </header>
      <div className="inspector-body stack bulk-body">
        <p className="muted small">
          {t(filters.length > 0 || search !== "" ? "data.bulk.ofFilter" : "data.bulk.ofAll")}
        </p>
        <Segments
          label={t("data.bulk.what")}
          value={draft.kind}
          onChange={(kind) => setDraft({ ...draft, kind })}
          options={kinds.map((id) => ({ id, name: t(`data.bulk.kind.${id}`), testid: `bulk-${id}` }))}
        />
        <BulkFields
          draft={draft}
          columns={columns}
          onChange={(part) => setDraft((before) => ({ ...before, ...part }))}
        />
        {preview.error && wanted ? <ErrorCallout error={preview.error} /> : null}
        {make.error ? <ErrorCallout error={make.error} /> : null}
        {wanted && preview.data && !preview.error ? (
          <BulkPreview preview={preview.data} kind={draft.kind} stale={known === null} />
        ) : null}
      </div>
      <footer className="row bulk-foot">
        <span className="muted small">{t("data.bulk.undoable")}</span>
        <span className="spacer" />
        <Button
          look="primary"
          onPress={() => make.run()}
          isDisabled={!known || known.changes === 0 || make.busy}
          data-testid="bulk-apply"
        >
          {t(`data.bulk.apply.${draft.kind}`, { count: known?.changes ?? 0 })}
        </Button>
      </footer>
    </aside>
  );
}
