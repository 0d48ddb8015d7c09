import { useEffect, useRef } from "react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { NumberField, Select, Switch } from "@/components/Field";
import type { DataFile } from "@/generated/DataFile";
import { t } from "@/locales/t";
import { fileName } from "@/pages/recipe/model/files";
import "./DraftForm.css";
import { columnsOf, type Draft, type Files, guess } from "./useFiles";

/** No column has this name: lists cannot choose nothing. */
const none = "";

/** What is looked at in a file: its columns of texts and labels, and how many rows. */
export function DraftForm({ draft, files }: { draft: Draft; files: Files }) {
  const { file, total } = draft;
  const change = (part: Partial<DataFile>) => files.change({ ...draft, file: { ...file, ...part } });
  const form = useRef<HTMLFormElement>(null);
  // It opens at the foot of the page, perhaps by a button far above it.
  useEffect(() => {
    form.current?.scrollIntoView?.({ block: "nearest" });
    form.current?.querySelector("button")?.focus({ preventScroll: true });
  }, []);
  const columns = columnsOf(draft).map((id) => ({ id, name: id }));
  return (
    <form
      ref={form}
      className="stack file-form"
      onSubmit={(event) => {
        event.preventDefault();
        files.keep.run(draft);
      }}
      data-testid="file-form"
    >
      <p>
        <b>{t(`evaluate.files.${draft.role}.title`)}</b> {fileName(file.path)}{" "}
        <span className="muted small">{t("evaluate.beside.rows", { count: total })}</span>
      </p>
      <div className="row wrap file-fields">
        <Select
          label={t("evaluate.files.text")}
          value={file.text}
          onChange={(text) => change({ text })}
          options={columns}
          data-testid="file-text"
        />
        <Select
          label={t("evaluate.files.label")}
          value={file.label ?? none}
          onChange={(label) => change({ label: label === none ? null : label })}
          options={[{ id: none, name: t("evaluate.files.noLabel") }, ...columns]}
          data-testid="file-label"
        />
        <NumberField
          label={t("evaluate.files.rows")}
          value={file.rows}
          onChange={(rows) => change({ rows })}
          min={1}
          step={1}
          placeholder={t("evaluate.files.allRows")}
          data-testid="file-rows"
        />
      </div>
      {/\.(csv|tsv)$/i.test(file.path) ? (
        <Switch
          label={t("evaluate.files.header")}
          value={file.header}
          onChange={(header) =>
            change({ header, ...guess(columnsOf({ columns: draft.columns, file: { ...file, header } })) })
          }
        />
      ) : null}
      {files.keep.error ? <ErrorCallout error={files.keep.error} /> : null}
      <div className="row">
        <Button
          type="submit"
          look="primary"
          size="small"
          isDisabled={files.keep.busy || file.text === null}
          data-testid="file-keep"
        >
          {t("evaluate.files.keep")}
        </Button>
        <Button size="small" onPress={() => files.change(null)}>
          {t("common.cancel")}
        </Button>
      </div>
    </form>
  );
}
