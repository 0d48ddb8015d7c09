import { RefreshCw, Rows3, Undo2 } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useOffer } from "@/app/useOffer";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import type { RowSummary } from "@/generated/RowSummary";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { useAction } from "@/state/call";
import { onNotice } from "@/state/events";
import { chooseRun, go } from "@/state/navigation";
import { ChosenRun, RunChooser } from "../RunChooser";
import { columnsOf } from "./columns";
import "./Data.css";
import { FilterBar } from "./FilterBar";
import { Inspector } from "./Inspector";
import { everything, useQuery } from "./query";
import { RowTable } from "./RowTable";
import { useRunRecipe } from "./useRunRecipe";
import { useWindows } from "./useWindows";

/** The rows of a run as a table, with everything about one of them beside it. */
export default function DataPage() {
  return (
    <ChosenRun page="data" icon={<Rows3 />}>
      {(run, runs) => <Rows runs={runs} run={run} />}
    </ChosenRun>
  );
}

/** A change made by hand on this page, so that it can be taken back. */
interface Change {
  kind: "edit" | "decision";
  row: RowSummary;
}

interface Selection {
  index: number;
  row: RowSummary;
}

function Rows({ runs, run }: { runs: readonly RunSummary[]; run: RunSummary }) {
  const query = useQuery();
  const rows = useWindows(run.run, query);
  const recipe = useRunRecipe(run.recipe);
  const [selection, setSelection] = useState<Selection | null>(null);
  const changed = useRef<Change[]>([]);
  const [changes, setChanges] = useState(0);
  const { windows } = rows;
  const columns = useMemo(() => columnsOf(recipe, windows.rows.get(0) ?? []), [recipe, windows.rows]);
  // Beside the inspector there is room for the fields; it shows the conditions itself.
  const inspecting = selection !== null;
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

  const put = (row: RowSummary) => {
    rows.replace(row);
    setSelection((before) => (before && sameRow(before.row, row) ? { ...before, row } : before));
    setChanges(changed.current.length);
  };
  const undo = useAction(async () => {
    const last = changed.current.pop();
    if (!last) return;
    const { run, draw, attempt } = last.row;
    const id = { run, draw, attempt };
    // A decision is taken back by the opposite one: both stay in the row's history.
    const accept = last.row.verdict?.verdict !== "accepted";
    const note = t("data.undoNote");
    put(await (last.kind === "edit" ? call("row_undo", id) : call("row_decide", { row: id, accept, note })));
  });
  const undoRun = useRef(undo.run);
  undoRun.current = undo.run;
  const takeBack = useCallback(() => undoRun.current(), []);
  const commands = useMemo(
    () => [{ id: "undo-row", name: t("data.undo"), keys: "Ctrl+Z", run: takeBack, disabled: changes === 0 }],
    [takeBack, changes],
  );
  useOffer("data", commands);

  const total = windows.total;
  const narrowed = query.filters.length > 0 || query.search !== "";
  return (
    <div className="data-page" data-inspecting={selection !== null || undefined}>
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
          <Button
            size="small"
            isDisabled={changes === 0 || undo.busy}
            onPress={() => undo.run()}
            data-testid="data-undo"
          >
            <Undo2 aria-hidden />
            {t("data.undo")}
          </Button>
          <Button size="small" onPress={() => go("export", { run: run.run })}>
            {t("page.export.title")}
          </Button>
        </header>
        <FilterBar run={run.run} columns={columns} />
        {rows.error ? <ErrorCallout error={rows.error} /> : null}
        {undo.error ? <ErrorCallout error={undo.error} /> : null}
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
            onSelect={(index, row) => setSelection({ index, row })}
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
          changes={changes}
          onChanged={(row, kind) => {
            changed.current.push({ kind, row });
            put(row);
          }}
          onClose={() => setSelection(null)}
        />
      ) : null}
    </div>
  );
}

function sameRow(a: RowSummary, b: RowSummary): boolean {
  return a.run === b.run && a.draw === b.draw && a.attempt === b.attempt;
}
