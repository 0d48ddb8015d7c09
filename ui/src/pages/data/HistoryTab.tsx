import type { HistoryEntry } from "@/generated/HistoryEntry";
import { clock } from "@/locales/format";
import { t } from "@/locales/t";

/** Edits and decisions, the latest first, each with what stood there before. */
export function HistoryTab({ history }: { history: readonly HistoryEntry[] }) {
  const now = Date.now();
  if (history.length === 0) return <p className="muted">{t("data.history.none")}</p>;
  return (
    <ol className="stack history">
      {history.toReversed().map((entry, at) => (
        <li key={history.length - at} className="stack-tight">
          <p>
            {entry.what}{" "}
            <span className="muted small">
              {t("data.history.by", { who: entry.who, when: clock(entry.at, now) })}
            </span>
          </p>
          {entry.before === null ? null : <del className="history-text">{entry.before}</del>}
          {entry.after === null ? null : <ins className="history-text">{entry.after}</ins>}
        </li>
      ))}
    </ol>
  );
}
