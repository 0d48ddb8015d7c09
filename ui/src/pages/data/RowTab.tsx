import { Filter as FilterSign, Pencil } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "@/components/Button";
import { Callout } from "@/components/Callout";
import { Chip } from "@/components/Chip";
import { Select, TextField } from "@/components/Field";
import { PartIcon } from "@/components/PartIcon";
import type { RowDetail } from "@/generated/RowDetail";
import type { RowSummary } from "@/generated/RowSummary";
import { t } from "@/locales/t";
import { useAction } from "@/state/call";
import { type Column, cellValue, showValue } from "./columns";
import { editText, readText } from "./edit";
import { keepUndo } from "./FilterBar";
import { toggle } from "./filters";
import { useQuery } from "./query";

interface RowTabProps {
  row: RowSummary;
  columns: readonly Column[];
  detail: RowDetail | null;
  onSave: (field: string, value: unknown) => Promise<void>;
}

/** The row itself: fields that can be edited, the conditions it was drawn with, and where it comes from. */
export function RowTab({ row, columns, detail, onSave }: RowTabProps) {
  const [editing, setEditing] = useState<string | null>(null);
  const fields = columns.filter((column) => column.kind !== "condition");
  const conditions = columns.filter((column) => column.kind === "condition");
  return (
    <div className="stack">
      {fields.map((column) => (
        <section key={column.id} className="field-view" data-testid={`field-${column.id}`}>
          <header className="row">
            <h3 className="muted small">{column.id}</h3>
            <span className="spacer" />
            {editing === column.id ||
            row.fields[column.id] === undefined ||
            column.kind === "spans" ? null : (
              <IconButton
                size="small"
                label={t("data.edit.field", { field: column.id })}
                onPress={() => setEditing(column.id)}
                data-testid={`field-edit-${column.id}`}
              >
                <Pencil aria-hidden />
              </IconButton>
            )}
          </header>
          {editing === column.id ? (
            <Editor
              column={column}
              value={row.fields[column.id]}
              onSave={onSave}
              onDone={() => setEditing(null)}
            />
          ) : (
            <FieldValue row={row} column={column} />
          )}
        </section>
      ))}
      {conditions.length > 0 ? (
        <section className="field-view">
          <h3 className="row muted small">
            <PartIcon part="condition" size={14} />
            {t("data.conditions")}
          </h3>
          <dl className="condition-list">
            {conditions.map((column) => (
              <div key={column.id} className="row">
                <dt className="muted">{column.id}</dt>
                <dd>
                  <Chip tone="condition">{showValue(cellValue(row, column), "condition")}</Chip>
                </dd>
                <dd>
                  <SameValue row={row} column={column} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ) : null}
      {detail ? (
        <p className="muted small">
          {t("data.origin", {
            version: detail.version.number,
            model: detail.model,
            seed: String(detail.seed),
            draw: row.draw + 1,
            attempt: row.attempt + 1,
          })}{" "}
          {row.extra ? t("data.originExtra") : null}
        </p>
      ) : null}
    </div>
  );
}

/** Shows the rows that share the value. */
function SameValue({ row, column }: { row: RowSummary; column: Column }) {
  const value = cellValue(row, column);
  const text = showValue(value, column.kind);
  return (
    <IconButton
      size="small"
      label={t("data.filter.same", { name: column.id, value: text })}
      onPress={() =>
        useQuery.setState(({ filters }) => ({
          filters: toggle(filters, { column: column.id, op: "is", value }),
        }))
      }
    >
      <FilterSign aria-hidden />
    </IconButton>
  );
}

function FieldValue({ row, column }: { row: RowSummary; column: Column }) {
  const value = cellValue(row, column);
  if (column.kind === "label" || column.kind === "boolean") {
    return (
      <div className="row">
        <Chip>{showValue(value, column.kind)}</Chip>
        <SameValue row={row} column={column} />
      </div>
    );
  }
  if (Array.isArray(value)) {
    return (
      <ul className="value-list">
        {value.map((item, at) => (
          <li key={at}>{showValue(item)}</li>
        ))}
      </ul>
    );
  }
  return <p className="value-text">{showValue(value, column.kind)}</p>;
}

interface EditorProps {
  column: Column;
  value: unknown;
  onSave: (field: string, value: unknown) => Promise<void>;
  onDone: () => void;
}

function Editor({ column, value, onSave, onDone }: EditorProps) {
  const [text, setText] = useState(editText(value));
  const read = readText(text, column.kind, value);
  const save = useAction(async () => {
    await onSave(column.id, read);
    onDone();
  });
  const choices = column.kind === "boolean" ? ["true", "false"] : column.choices;
  const chosen = column.kind === "boolean" || choices.length > 0;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it takes the keys of the fields inside.
    <div
      className="stack-tight"
      onKeyDown={(event) => {
        keepUndo(event);
        if (event.key === "Escape") {
          event.stopPropagation();
          onDone();
        } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && read !== null) {
          event.preventDefault();
          save.run();
        }
      }}
    >
      {chosen ? (
        <Select
          label={column.id}
          hideLabel
          value={text}
          onChange={setText}
          options={choices.map((choice) => ({
            id: choice,
            name: column.kind === "boolean" ? t(choice === "true" ? "data.yes" : "data.no") : choice,
          }))}
        />
      ) : (
        <TextField
          label={column.id}
          hideLabel
          autoFocus
          value={text}
          onChange={setText}
          lines={column.kind === "number" ? 1 : 3}
          problem={
            read === null ? t(`data.edit.problem.${column.kind === "number" ? "number" : "list"}`) : undefined
          }
          data-testid="field-editor"
        />
      )}
      {column.kind === "list" ? <p className="muted small">{t("data.edit.listHint")}</p> : null}
      {save.error ? <Callout tone="error">{save.error.message}</Callout> : null}
      <div className="row">
        <Button
          size="small"
          look="primary"
          onPress={() => save.run()}
          isDisabled={read === null || save.busy}
          data-testid="field-save"
        >
          {t("common.save")}
        </Button>
        <Button size="small" look="quiet" onPress={onDone}>
          {t("common.cancel")}
        </Button>
      </div>
    </div>
  );
}
