import { ArrowUp } from "lucide-react";
import { type CSSProperties, useRef, useState } from "react";
import { Button } from "@/components/Button";
import type { Recipe } from "@/generated/Recipe";
import type { RowSummary } from "@/generated/RowSummary";
import { t } from "@/locales/t";
import { TextCell, ValueCell } from "../data/Cell";
import { type Column, columnsOf } from "../data/columns";
import { SurpriseBar } from "../data/SurpriseBar";
import { reasonOf } from "./progress";
import { keyOf, type Stream, streamLength } from "./stream";

interface RowStreamProps {
  stream: Stream;
  writing: string | null;
  running: boolean;
  recipe: Recipe | null;
  onPause: (paused: boolean) => void;
}

/** Narrow columns beside the texts: as many as stay readable. */
const besides = 2;

/** Rows as they arrive, newest first. Nothing moves while someone points at them, reads further down, or tabs in. */
export function RowStream({ stream, writing, running, recipe, onPause }: RowStreamProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const reasons = useRef({ pointer: false, focus: false, scrolled: false });
  const [paused, setPaused] = useState(false);
  const columns = columnsOf(recipe, stream.shown);
  const text = columns.find((column) => column.kind === "text") ?? columns[0];
  const others = columns.filter((column) => column !== text && column.kind !== "text").slice(0, besides);

  const pause = (reason: keyof typeof reasons.current, value: boolean) => {
    if (reasons.current[reason] === value) return;
    reasons.current[reason] = value;
    const now = Object.values(reasons.current).some(Boolean);
    setPaused(now);
    onPause(now);
  };
  const showNew = () => {
    scroller.current?.scrollTo({ top: 0 });
    reasons.current = { pointer: false, focus: false, scrolled: false };
    setPaused(false);
    onPause(false);
  };

  return (
    <div className="row-stream">
      {running || stream.held.length > 0 ? (
        <div className="row-stream-note small muted" aria-live="polite">
          {paused && stream.held.length > 0 ? (
            <Button size="small" look="primary" onPress={showNew} data-testid="run-new-rows">
              <ArrowUp aria-hidden />
              {t("runs.rows.new", { count: stream.held.length })}
            </Button>
          ) : (
            <span className="truncate">
              {writing
                ? t("runs.rows.writing", { text: writing.slice(-160) })
                : t(paused ? "runs.rows.paused" : "runs.rows.following")}
            </span>
          )}
        </div>
      ) : null}
      <section
        ref={scroller}
        className="row-stream-rows"
        aria-label={t("runs.rows.tab")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls takes the focus so that keys scroll it.
        tabIndex={0}
        onPointerEnter={() => pause("pointer", true)}
        onPointerLeave={() => pause("pointer", false)}
        onFocus={() => pause("focus", true)}
        onBlur={() => pause("focus", false)}
        onScroll={(event) => pause("scrolled", event.currentTarget.scrollTop > 8)}
      >
        <div className="stream-row stream-head small muted" style={tracks(others)}>
          <span className="number">{t("runs.rows.number")}</span>
          <span>{text?.id ?? ""}</span>
          {others.map((column) => (
            <span key={column.id} className="truncate stream-other">
              {column.id}
            </span>
          ))}
          <span>{t("runs.rows.surprise")}</span>
        </div>
        {stream.shown.length === 0 ? <p className="muted stream-empty">{t("runs.rows.none")}</p> : null}
        {stream.shown.map((row) => (
          <StreamRow key={keyOf(row)} row={row} text={text} others={others} />
        ))}
        {stream.shown.length >= streamLength ? (
          <p className="muted small stream-empty">{t("runs.rows.older")}</p>
        ) : null}
      </section>
    </div>
  );
}

function tracks(others: readonly Column[]): CSSProperties {
  return { "--others": "104px ".repeat(others.length) } as CSSProperties;
}

function StreamRow(props: { row: RowSummary; text: Column | undefined; others: readonly Column[] }) {
  const { row, text, others } = props;
  const rejected = row.verdict?.verdict === "rejected" ? row.verdict : null;
  return (
    <div
      className="stream-row"
      data-testid="run-row"
      data-rejected={rejected ? true : undefined}
      style={tracks(others)}
    >
      <span className="number muted">{row.verdict?.verdict === "accepted" ? row.verdict.row : "–"}</span>
      <span className="stream-text">
        {rejected ? (
          <>
            <b className="stream-reason small">
              {t("runs.rows.rejected", { reason: rejected.reason || reasonOf(rejected.check) })}
            </b>
            {text ? <TextCell row={row} column={text} lines={1} /> : null}
          </>
        ) : text ? (
          <TextCell row={row} column={text} lines={2} />
        ) : null}
      </span>
      {others.map((column) => (
        <span key={column.id} className="stream-other">
          <ValueCell row={row} column={column} largest={1} />
        </span>
      ))}
      <SurpriseBar value={row.mean_log_probability} />
    </div>
  );
}
