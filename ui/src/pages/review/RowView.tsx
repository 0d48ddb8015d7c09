import { Info, Pencil } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { Button, IconButton } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Chip } from "@/components/Chip";
import { TextField } from "@/components/Field";
import { PartIcon } from "@/components/PartIcon";
import type { QueuedRow } from "@/generated/QueuedRow";
import type { ReviewerWord } from "@/generated/ReviewerWord";
import type { RowSummary } from "@/generated/RowSummary";
import { t } from "@/locales/t";
import { type Column, cellValue, showValue } from "../data/columns";
import type { RowParts } from "./parts";
import type { Read } from "./review";
import { Words } from "./reviewers/Words";
import { SameLabel } from "./SameLabel";
import { TextEdit } from "./TextEdit";

interface RowViewProps {
  title: string;
  queued: QueuedRow;
  read: Read | undefined;
  parts: RowParts | null;
  /** What stands in the place of a field; nothing at all for null. */
  instead: Readonly<Record<string, ReactNode>>;
  /** Rows in the queue, this one among them. */
  left: number;
  /** The field that holds the label, where rows have one. */
  labelField: string | null;
  blind: boolean;
  /** What reviewers said, where they disagree and it was read. */
  words: readonly ReviewerWord[] | null;
  /** The field that is being edited. */
  editing: string | null;
  onEdit: (field: string) => void;
  onKeep: (field: string, value: string) => Promise<void>;
  onDrop: () => void;
  noting: boolean;
  note: string;
  onNote: (note: string) => void;
  onNoted: () => void;
  onRetry: () => void;
}

/** A row at reading size. */
export function RowView(props: RowViewProps) {
  const { title, queued, read, parts, left, labelField, blind, words, noting, note } = props;
  const row = read && "detail" in read ? read.detail.summary : null;
  return (
    <div className="review-card">
      <header className="row wrap">
        <h2 data-testid="review-title">{title}</h2>
        {queued.put_off ? <Chip>{t("review.row.putOff")}</Chip> : null}
        {row?.edited ? <Chip>{t("review.row.edited")}</Chip> : null}
        <span className="spacer" />
        <span className="muted small">{t("review.row.left", { count: left })}</span>
      </header>
      {read && "error" in read ? (
        <ErrorCallout
          error={read.error}
          actions={
            <Button size="small" onPress={props.onRetry}>
              {t("common.retry")}
            </Button>
          }
        />
      ) : null}
      {read ? null : <p className="muted">{t("review.reading")}</p>}
      {row && parts ? (
        <>
          {parts.texts.map((column) =>
            column.id in props.instead && props.editing !== column.id ? (
              <Fragment key={column.id}>{props.instead[column.id]}</Fragment>
            ) : (
              <Text key={column.id} {...props} column={column} row={row} />
            ),
          )}
          {labelField !== null ? (
            <p className="row wrap">
              <span className="muted small">{t("review.row.modelLabel")}</span>
              <span data-testid="review-label">
                {blind ? (
                  <em className="muted">{t("review.row.hidden")}</em>
                ) : (
                  <Chip>{parts.label ?? "–"}</Chip>
                )}
              </span>
              {parts.label !== null && !blind ? (
                <SameLabel run={row.run} field={labelField} label={parts.label} />
              ) : null}
            </p>
          ) : null}
          {parts.conditions.length > 0 ? (
            <ul className="row wrap" aria-label={t("data.conditions")} data-testid="review-conditions">
              {parts.conditions.map((column) => (
                <li key={column.id}>
                  <Chip tone="condition">
                    <PartIcon part="condition" size={14} />
                    <span className="truncate">
                      {column.id}: {showValue(cellValue(row, column), "condition")}
                    </span>
                  </Chip>
                </li>
              ))}
            </ul>
          ) : null}
          {parts.values.length > 0 ? (
            <ul className="row wrap">
              {parts.values.map((column) => (
                <li key={column.id}>
                  <Chip>
                    <span className="truncate">
                      {column.id}: {showValue(cellValue(row, column), column.kind)}
                    </span>
                  </Chip>
                </li>
              ))}
            </ul>
          ) : null}
        </>
      ) : null}
      {words ? <Words words={words} /> : null}
      {/* The reason may name the label; of a disagreement it is what the words say. */}
      {queued.why && !blind && !words ? (
        <p className="row muted small" data-testid="review-why">
          <Info aria-hidden size={14} />
          {t("review.row.why", { why: queued.why })}
        </p>
      ) : null}
      {noting ? <NoteField note={note} onNote={props.onNote} onNoted={props.onNoted} /> : null}
      {!noting && note ? (
        <p className="small" data-testid="review-note-shown">
          {t("review.note.shown", { note })}
        </p>
      ) : null}
    </div>
  );
}

function Text({
  column,
  row,
  editing,
  onEdit,
  onKeep,
  onDrop,
  parts,
}: RowViewProps & { column: Column; row: RowSummary }) {
  const value = row.fields[column.id];
  if (editing === column.id && typeof value === "string") {
    return (
      <TextEdit field={column.id} value={value} onKeep={(text) => onKeep(column.id, text)} onDrop={onDrop} />
    );
  }
  return (
    <section className="review-text" data-testid={`review-field-${column.id}`}>
      {(parts?.texts.length ?? 0) > 1 ? (
        <header className="row">
          <h3 className="muted small">{column.id}</h3>
          {typeof value === "string" ? (
            <IconButton
              size="small"
              label={t("review.editor.label", { field: column.id })}
              isDisabled={editing !== null}
              onPress={() => onEdit(column.id)}
            >
              <Pencil aria-hidden />
            </IconButton>
          ) : null}
        </header>
      ) : null}
      <p>{showValue(cellValue(row, column), column.kind)}</p>
    </section>
  );
}

function NoteField({
  note,
  onNote,
  onNoted,
}: {
  note: string;
  onNote: (note: string) => void;
  onNoted: () => void;
}) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it takes a key of the field inside.
    <div
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onNoted();
      }}
    >
      <TextField
        label={t("review.note.label")}
        hint={t("review.note.hint")}
        value={note}
        onChange={onNote}
        onEnter={onNoted}
        autoFocus
        unfinished
        data-testid="review-note-field"
      />
    </div>
  );
}
