import { Select, Switch, TextField } from "@/components/Field";
import { t } from "@/locales/t";
import type { Column } from "../columns";
import { keepUndo } from "../FilterBar";
import { type ChangeDraft, fieldOf, settable, wordy } from "./change";

interface BulkFieldsProps {
  draft: ChangeDraft;
  columns: readonly Column[];
  onChange: (part: Partial<ChangeDraft>) => void;
}

/** What a change of many rows needs to be told, by its kind. */
export function BulkFields(props: BulkFieldsProps) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps a key of the fields inside from the page.
    <div className="stack" onKeyDown={keepUndo}>
      <Fields {...props} />
    </div>
  );
}

function Fields({ draft, columns, onChange }: BulkFieldsProps) {
  switch (draft.kind) {
    case "accept":
      return <p className="muted small">{t("data.bulk.acceptHint")}</p>;
    case "reject":
      return (
        <TextField
          label={t("data.bulk.reason")}
          value={draft.reason}
          onChange={(reason) => onChange({ reason })}
          hint={t("data.bulk.reasonHint")}
          data-testid="bulk-reason"
        />
      );
    case "set":
      return <SetFields draft={draft} columns={settable(columns)} onChange={onChange} />;
    case "replace":
      return <ReplaceFields draft={draft} columns={wordy(columns)} onChange={onChange} />;
  }
}

function SetFields({ draft, columns, onChange }: BulkFieldsProps) {
  const column = fieldOf(draft.field, columns);
  if (!column) return <p className="muted small">{t("data.bulk.noField")}</p>;
  const choices = column.kind === "boolean" ? ["true", "false"] : column.choices;
  const nameOf = (choice: string) =>
    column.kind === "boolean" ? t(choice === "true" ? "data.yes" : "data.no") : choice;
  return (
    <>
      <FieldChoice
        chosen={column}
        columns={columns}
        onChange={(field) => onChange({ field, value: null })}
        testid="bulk-field"
      />
      {choices.length > 0 ? (
        <Select
          key={column.id}
          label={t("data.bulk.value")}
          value={draft.value}
          placeholder={t("data.bulk.chooseValue")}
          onChange={(value) => onChange({ value })}
          options={choices.map((choice) => ({ id: choice, name: nameOf(choice) }))}
          data-testid="bulk-value"
        />
      ) : (
        <TextField
          key={column.id}
          label={t("data.bulk.value")}
          value={draft.value ?? ""}
          onChange={(value) => onChange({ value })}
          problem={
            column.kind === "number" && draft.value && !Number.isFinite(Number(draft.value))
              ? t("data.edit.problem.number")
              : undefined
          }
          data-testid="bulk-value"
        />
      )}
    </>
  );
}

function ReplaceFields({ draft, columns, onChange }: BulkFieldsProps) {
  const column = fieldOf(draft.text, columns);
  if (!column) return <p className="muted small">{t("data.bulk.noText")}</p>;
  return (
    <>
      <FieldChoice
        chosen={column}
        columns={columns}
        onChange={(text) => onChange({ text })}
        testid="bulk-text"
      />
      <TextField
        label={t("data.bulk.find")}
        value={draft.find}
        onChange={(find) => onChange({ find })}
        autoFocus
        data-testid="bulk-find"
      />
      <TextField
        label={t("data.bulk.with")}
        value={draft.with}
        onChange={(put) => onChange({ with: put })}
        placeholder={t("data.bulk.withNothing")}
        data-testid="bulk-with"
      />
      <Switch
        label={t("data.bulk.wholeWords")}
        value={draft.wholeWords}
        onChange={(wholeWords) => onChange({ wholeWords })}
        data-testid="bulk-whole-words"
      />
      <Switch
        label={t("data.bulk.matchCase")}
        value={draft.matchCase}
        onChange={(matchCase) => onChange({ matchCase })}
        data-testid="bulk-match-case"
      />
    </>
  );
}

interface FieldChoiceProps {
  chosen: Column;
  columns: readonly Column[];
  onChange: (field: string) => void;
  testid: string;
}

/** Which field. */
function FieldChoice({ chosen, columns, onChange, testid }: FieldChoiceProps) {
  return (
    <Select
      label={t("data.bulk.field")}
      value={chosen.id}
      onChange={onChange}
      options={columns.map(({ id }) => ({ id, name: id }))}
      disabled={columns.length === 1}
      data-testid={testid}
    />
  );
}
