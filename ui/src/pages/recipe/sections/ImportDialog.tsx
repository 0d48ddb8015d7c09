import { useState } from "react";
import { Button } from "@/components/Button";
import { Callout } from "@/components/Callout";
import { Dialog } from "@/components/Dialog";
import { Checkbox, Switch, TextField } from "@/components/Field";
import type { Source } from "@/generated/Source";
import type { SourcePreview } from "@/generated/SourcePreview";
import { t } from "@/locales/t";
import { fileName } from "../model/files";
import { type Mapping, startMapping } from "./mapping";
import { RowsTable } from "./RowsTable";

export interface ImportDialogProps {
  preview: SourcePreview;
  /** The source whose file is replaced; null for a new one. */
  source: Source | null;
  name: string;
  onClose: () => void;
  onKeep: (source: Source) => void;
}

/** Says which columns of a file the recipe reads, and what it calls them. */
export function ImportDialog({ preview, source, name, onClose, onKeep }: ImportDialogProps) {
  const [title, setTitle] = useState(source?.name ?? name);
  // Another file is another's text: a sample that was free to share says nothing of the rows that replace it.
  const [isPrivate, setPrivate] = useState(source?.file === preview.file ? source.private : true);
  const [mapping, setMapping] = useState(() => startMapping(preview.columns, source));
  const taken = mapping.filter(({ used }) => used);
  const duplicate = taken.find(({ field }, at) => taken.findIndex((other) => other.field === field) !== at);
  const ready =
    title.trim() !== "" && taken.length > 0 && !duplicate && taken.every(({ field }) => field.trim() !== "");
  const keep = () =>
    onKeep({
      name: title.trim(),
      file: preview.file,
      fields: Object.fromEntries(taken.map(({ field, column }) => [field.trim(), column])),
      private: isPrivate,
      chunks: source?.chunks ?? null,
    });
  return (
    <Dialog
      title={t("recipe.import.title", { file: fileName(preview.file) })}
      open
      onClose={onClose}
      size="wide"
      actions={
        <>
          <Button onPress={onClose}>{t("common.cancel")}</Button>
          <Button look="primary" onPress={keep} isDisabled={!ready} data-testid="import-keep">
            {t("recipe.import.keep", { count: preview.total })}
          </Button>
        </>
      }
    >
      <div className="stack">
        {preview.notices.map((notice) => (
          <Callout key={notice}>{notice}</Callout>
        ))}
        <TextField
          label={t("recipe.import.name")}
          value={title}
          onChange={setTitle}
          className="narrow-wide"
        />
        <div>
          <h4>{t("recipe.import.columns")}</h4>
          <div className="import-columns">
            {mapping.map((item, at) => {
              const set = (part: Partial<Mapping>) =>
                setMapping(mapping.map((before, index) => (index === at ? { ...before, ...part } : before)));
              return (
                <div key={item.column} className="import-column">
                  <Checkbox label={item.column} value={item.used} onChange={(used) => set({ used })} />
                  <TextField
                    label={t("recipe.import.field", { column: item.column })}
                    hideLabel
                    disabled={!item.used}
                    value={item.field}
                    onChange={(field) => set({ field })}
                    problem={
                      item.used && duplicate?.field === item.field ? t("recipe.import.twice") : undefined
                    }
                  />
                </div>
              );
            })}
          </div>
        </div>
        <Switch
          label={t("recipe.sources.private")}
          hint={t("recipe.sources.privateHint")}
          value={isPrivate}
          onChange={setPrivate}
        />
        <RowsTable preview={preview} label={t("recipe.sources.first")} limit={8} />
      </div>
    </Dialog>
  );
}
