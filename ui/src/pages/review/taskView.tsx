import type { ReactNode } from "react";
import type { RowSummary } from "@/generated/RowSummary";
import { t } from "@/locales/t";
import { cellValue, showValue } from "../data/columns";
import type { ReviewAction } from "./action";
import { PairView } from "./pair/PairView";
import { sidesOf } from "./pair/pair";
import type { RowParts } from "./parts";
import { SpanHint } from "./spans/SpanHint";
import { SpanText } from "./spans/SpanText";
import type { Spans } from "./spans/useSpans";
import type { Task } from "./task";

/** What stands in the place of a row's fields. */
export function insteadOf(task: Task, row: RowSummary, spans: Spans): Readonly<Record<string, ReactNode>> {
  if (task.task === "spans") {
    return { [task.of]: <SpanText spans={spans} types={task.types} />, [task.field]: null };
  }
  if (task.task === "pair") {
    const [left, right] = sidesOf(task, row).map((id) => showValue(row.fields[id]));
    const [first, second] = task.fields;
    return { [first]: <PairView left={left ?? ""} right={right ?? ""} />, [second]: null };
  }
  return {};
}

/** What to do, where the buttons do not say it. */
export function hintOf(task: Task, spans: Spans, moves: readonly ReviewAction[], blind: boolean): ReactNode {
  if (task.task === "spans") return <SpanHint spans={spans} moves={moves} />;
  if (task.task === "pair" || task.task === "rate") return t(`review.hint.${task.task}`);
  return blind ? t("review.chooseLabel") : null;
}

/** A row's texts as they are read aloud, in the order in which they stand on screen. */
export function readAloud(task: Task, row: RowSummary, { texts }: RowParts): string {
  const shown = texts.map(({ id }) => id);
  const compared: readonly string[] = task.task === "pair" ? task.fields : [];
  const others = shown.filter((id) => !compared.includes(id));
  const all = task.task === "pair" ? [...others, ...sidesOf(task, row)] : shown;
  return all.map((id) => showValue(cellValue(row, { id }))).join(" ");
}
