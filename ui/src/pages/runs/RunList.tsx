import { Bar } from "@/components/Bar";
import type { RunSummary } from "@/generated/RunSummary";
import { clock, count } from "@/locales/format";
import { t } from "@/locales/t";
import { StatusChip } from "./StatusChip";

/** All runs of the project, newest first. The name of a run is its link. */
export function RunList({ runs, onOpen }: { runs: readonly RunSummary[]; onOpen: (run: number) => void }) {
  const now = Date.now();
  return (
    <table className="run-list" data-testid="run-list">
      <thead>
        <tr>
          <th>{t("runs.list.run")}</th>
          <th>{t("runs.list.status")}</th>
          <th className="number">{t("runs.list.rows")}</th>
          <th aria-label={t("runs.list.progress")} />
          <th>{t("runs.list.recipe")}</th>
          <th>{t("runs.list.model")}</th>
          <th className="number">{t("runs.list.seed")}</th>
          <th>{t("runs.list.started")}</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.run} className="run-list-row" onClick={() => onOpen(run.run)}>
            <td>
              <button type="button" className="run-link" data-testid={`run-open-${run.run}`}>
                {t("runs.name", { run: run.run })}
              </button>
            </td>
            <td>
              <StatusChip status={run.status} />
            </td>
            <td className="number">
              {t("runs.list.of", { accepted: run.accepted, wanted: run.wanted })}
              {run.dropped > 0 ? (
                <div className="muted small">{t("runs.leftOut", { count: run.dropped })}</div>
              ) : null}
            </td>
            <td className="run-list-bar">
              <Bar
                label={t("runs.list.progress")}
                total={run.wanted}
                parts={[{ name: t("runs.part.accepted"), value: run.accepted, color: "var(--accent)" }]}
                height={6}
              />
            </td>
            <td>{t("runs.list.version", { version: run.version })}</td>
            <td className="truncate run-list-model" title={run.model}>
              {run.model}
            </td>
            <td className="number muted">{count(run.seed)}</td>
            <td className="muted">{clock(run.started, now)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
