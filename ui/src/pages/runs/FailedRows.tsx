import { useState } from "react";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { ErrorCallout } from "@/components/Callout";
import type { Recipe } from "@/generated/Recipe";
import type { RunProgress } from "@/generated/RunProgress";
import { t } from "@/locales/t";
import { useCall } from "@/state/call";
import { columnsOf } from "../data/columns";
import { FailedRow } from "./FailedRow";
import { reasonOf } from "./progress";
import { keyOf } from "./stream";
import { useTray } from "./tray";

/** Rows that the tray lists; the Data page lists all. */
const listed = 50;

interface FailedRowsProps {
  progress: RunProgress;
  recipe: Recipe | null;
  onChanged: () => void;
}

/** Attempts that failed, the latest first, each with its reason, raw answer and prompt. */
export function FailedRows({ progress, recipe, onChanged }: FailedRowsProps) {
  const check = useTray((tray) => tray.check);
  const [open, setOpen] = useState<string | null>(null);
  const { run } = progress.summary;
  const window = useCall("rows_query", {
    run,
    show: "rejected",
    filters: check === null ? [] : [{ column: "_check", op: "is", value: check }],
    search: "",
    sort: { column: "_row", descending: true },
    after: null,
    limit: listed,
  });
  const rows = window.data?.rows ?? [];
  const text = columnsOf(recipe, rows).find((column) => column.kind === "text");
  if (progress.rejected.length === 0 && rows.length === 0) {
    return <p className="muted stream-empty">{t("runs.failed.none")}</p>;
  }
  return (
    <div className="failed-rows" data-testid="run-failed">
      <ToggleButtonGroup
        className="row wrap reasons"
        aria-label={t("runs.failed.reasons")}
        selectionMode="single"
        selectedKeys={check === null ? [] : [check]}
        onSelectionChange={(keys) =>
          useTray.setState({ check: ([...keys][0] as string | undefined) ?? null })
        }
      >
        {progress.rejected.map((reason) => (
          <ToggleButton key={reason.value} id={reason.value} className="reason-chip">
            {t("runs.failed.reason", { reason: reasonOf(reason.value), count: reason.count })}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {window.error ? <ErrorCallout error={window.error} /> : null}
      <ul className="failed-list">
        {rows.map((row) => (
          <FailedRow
            key={keyOf(row)}
            row={row}
            text={text}
            open={open === keyOf(row)}
            onToggle={() => setOpen(open === keyOf(row) ? null : keyOf(row))}
            onAccepted={() => {
              setOpen(null);
              window.reload();
              onChanged();
            }}
            onRetried={() => {
              window.reload();
              onChanged();
            }}
          />
        ))}
      </ul>
      {window.data && window.data.total > rows.length ? (
        <p className="muted small stream-empty">
          {t("runs.failed.more", { shown: rows.length, total: window.data.total })}
        </p>
      ) : null}
    </div>
  );
}
