import { History, PencilLine, Redo2, RefreshCw, Rows3, Undo2 } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useOffer } from "@/app/useOffer";
import { Button, IconButton } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import type { RowSummary } from "@/generated/RowSummary";
import type { RowsChanged } from "@/generated/RowsChanged";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";
import { onNotice } from "@/state/events";
import { chooseRun, go } from "@/state/navigation";
import { ChosenRun, RunChooser } from "../RunChooser";
import { BulkPanel } from "./bulk/BulkPanel";
import { columnsOf } from "./columns";
import "./Data.css";
import { FilterBar } from "./FilterBar";
import { Inspector } from "./Inspector";
import { everything, useQuery } from "./query";
import { RowTable } from "./RowTable";
import { SimilarDialog } from "./similar/SimilarDialog";
import { useChanges } from "./useChanges";
import { useRunRecipe } from "./useRunRecipe";
import { useWindows } from "./useWindows";
import { indexOf } from "./windows";

/** The rows of a run as a table, with everything about one of them beside it. */
export default function DataPage() {
  return (
    <ChosenRun page="data" icon={<Rows3 />}>
      {(run, runs) => <Rows runs={runs} run={run} />}
    </ChosenRun>
  );
}

interface Selection {
  /** Place in the table; null where the row is not among those shown. */
  index: number | null;
  row: RowSummary;
}

function Rows({ runs, run }: { runs: readonly RunSummary[]; run: RunSummary }) {
  const query = useQuery();
  const rows = useWindows(run.run, query);
  const recipe = useRunRecipe(run.recipe);
  const [selection, setSelection] = useState<Selection | null>(null);
  const [changingAll, setChangingAll] = useState(false);
  /** The row that was changed last, whose change may be made to others. */
  const [fixed, setFixed] = useState<RowSummary | null>(null);
  const [seekingSimilar, setSeekingSimilar] = useState(false);
  const { windows } = rows;
  const columns = useMemo(() => columnsOf(recipe, windows.rows.get(0) ?? []), [recipe, windows.rows]);
  // Beside the inspector there is room for the fields; it shows the conditions itself.
  const inspecting = selection !== null || changingAll;
  const shownColumns = useMemo(
    () => (inspecting ? columns.filter((column) => column.kind !== "condition") : columns),
    [columns, inspecting],
  );
  const [known, setKnown] = useState(run.accepted);
  const [accepted, setAccepted] = useState(run.accepted);
  useEffect(
    () =>
      onNotice("run", ({ progress }) => {
        if (progress.summary.run === run.run) setAccepted(progress.summary.accepted);
      }),
    [run.run],
  );
  const news = Math.max(0, accepted - known);

  // A query that changed has other rows at the same places.
  const key = JSON.stringify(query);
  // biome-ignore lint/correctness/useExhaustiveDependencies: forgets the selection when the query changes.
  useEffect(() => setSelection(null), [key]);

  const select = (index: number | null, row: RowSummary) => {
    setSelection({ index, row });
    setChangingAll(false);
  };
  const changes = useChanges(run.run, (row) => {
    setFixed(null);
    if (row) {
      rows.replace(row);
      select(indexOf(windows, row), row);
    } else {
      rows.reload();
      setSelection(null);
    }
  });
  const changedMany = ({ what }: RowsChanged) => {
    changes.noteMany(what);
    rows.reload();
    setSelection(null);
    setFixed(null);
    setSeekingSimilar(false);
    setChangingAll(false);
  };
  const steps = useRef(changes);
  steps.current = changes;
  const undo = useCallback(() => steps.current.undo.run(), []);
  const redo = useCallback(() => steps.current.redo.run(), []);
  const undoName = changes.undo.next ? t("data.undoWhat", { what: changes.undo.next.what }) : t("data.undo");
  const redoName = changes.redo.next ? t("data.redoWhat", { what: changes.redo.next.what }) : t("data.redo");
  const noUndo = changes.undo.isDisabled;
  const noRedo = changes.redo.isDisabled;
  const commands = useMemo(
    () => [
      { id: "undo-row", name: undoName, keys: "Ctrl+Z", run: undo, disabled: noUndo },
      { id: "redo-row", name: redoName, keys: "Ctrl+Shift+Z", run: redo, disabled: noRedo },
    ],
    [undoName, undo, noUndo, redoName, redo, noRedo],
  );
  useOffer("data", commands);

  const total = windows.total;
  const narrowed = query.filters.length > 0 || query.search !== "";
  return (
    <div className="data-page" data-inspecting={inspecting || undefined}>
      <div className="data-main">
        <header className="row data-head-line">
          <h1>{t("page.data.title")}</h1>
          <RunChooser
            runs={runs}
            run={run}
            onChoose={(next) => {
              useQuery.setState(everything);
              chooseRun(next);
            }}
          />
          <span className="muted" aria-live="polite" data-testid="data-total">
            {total === null ? "" : t(narrowed ? "data.matching" : "data.total", { count: total })}
            {run.dropped > 0 && query.show === "accepted" && !narrowed
              ? `, ${t("runs.leftOut", { count: run.dropped })}`
              : ""}
          </span>
          <span className="spacer" />
          {news > 0 ? (
            <Button
              size="small"
              onPress={() => {
                setKnown(accepted);
                rows.reload();
              }}
            >
              <RefreshCw aria-hidden />
              {t("data.news", { count: news })}
            </Button>
          ) : null}
          <IconButton label={undoName} isDisabled={noUndo} onPress={undo} data-testid="data-undo">
            <Undo2 aria-hidden />
          </IconButton>
          <IconButton label={redoName} isDisabled={noRedo} onPress={redo} data-testid="data-redo">
            <Redo2 aria-hidden />
          </IconButton>
          <Button
            size="small"
            isDisabled={!total}
            aria-expanded={changingAll}
            onPress={() => {
              setSelection(null);
              setChangingAll(!changingAll);
            }}
            data-testid="data-change-all"
          >
            <PencilLine aria-hidden />
            {t("data.bulk.open")}
          </Button>
          <Button size="small" onPress={() => go("export", { run: run.run })}>
            {t("page.export.title")}
          </Button>
        </header>
        <FilterBar run={run.run} columns={columns} />
        {rows.error ? <ErrorCallout error={rows.error} /> : null}
        {changes.error ? <ErrorCallout error={changes.error} /> : null}
        {changes.done && changes.done.row === null ? (
          <p className="row data-note small" role="status" data-testid="data-done">
            <History aria-hidden size={16} />
            {changes.done.words}
          </p>
        ) : null}
        {total === 0 ? (
          <p className="muted data-nothing">{t(narrowed ? "data.noMatch" : `data.nothing.${query.show}`)}</p>
        ) : (
          <RowTable
            windows={windows}
            columns={shownColumns}
            show={query.show}
            sort={query.sort}
            stale={rows.stale}
            selected={selection?.index ?? null}
            onSelect={select}
            onDismiss={() => setSelection(null)}
            onSort={(sort) => useQuery.setState({ sort })}
            onRange={rows.want}
          />
        )}
      </div>
      {selection ? (
        <Inspector
          row={selection.row}
          columns={columns}
          changes={changes.count}
          note={changes.done?.row && sameRow(changes.done.row, selection.row) ? changes.done.words : null}
          onSimilar={fixed && sameRow(fixed, selection.row) ? () => setSeekingSimilar(true) : null}
          onChanged={(row) => {
            rows.replace(row);
            setFixed(row);
            setSelection((before) => (before && sameRow(before.row, row) ? { ...before, row } : before));
            changes.note();
          }}
          onClose={() => setSelection(null)}
        />
      ) : null}
      {changingAll ? (
        <BulkPanel
          run={run.run}
          columns={columns}
          onDone={changedMany}
          onClose={() => setChangingAll(false)}
        />
      ) : null}
      {fixed && seekingSimilar ? (
        <SimilarDialog row={fixed} onDone={changedMany} onClose={() => setSeekingSimilar(false)} />
      ) : null}
    </div>
  );
}

function sameRow(a: RowSummary, b: RowSummary): boolean {
  return a.run === b.run && a.draw === b.draw && a.attempt === b.attempt;
}
