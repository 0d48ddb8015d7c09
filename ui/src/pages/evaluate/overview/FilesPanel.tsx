import { FileUp, X } from "lucide-react";
import { Button, IconButton } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import type { DataFile } from "@/generated/DataFile";
import { t } from "@/locales/t";
import { fileName } from "@/pages/recipe/model/files";
import { DraftForm } from "./DraftForm";
import type { FileRole, Files } from "./useFiles";

const roles: readonly FileRole[] = ["real", "gold"];

/** The files that the rows are held against. */
export function FilesPanel({ files }: { files: Files }) {
  return (
    <section className="card files-panel" data-open={files.draft !== null || undefined}>
      <header className="row card-head">
        <h2>{t("evaluate.files.title")}</h2>
      </header>
      <div className="files">
        {roles.map((role) => (
          <section
            key={role}
            className="stack-tight"
            aria-label={t(`evaluate.files.${role}.title`)}
            data-testid={`file-${role}`}
          >
            {files.draft?.role === role ? (
              <DraftForm draft={files.draft} files={files} />
            ) : (
              <Chosen role={role} file={files.value?.[role] ?? null} files={files} />
            )}
          </section>
        ))}
      </div>
      {files.pick.error ? <ErrorCallout error={files.pick.error} /> : null}
      {files.remove.error ? <ErrorCallout error={files.remove.error} /> : null}
    </section>
  );
}

function Chosen({ role, file, files }: { role: FileRole; file: DataFile | null; files: Files }) {
  const title = t(`evaluate.files.${role}.title`);
  return (
    <div className="row wrap">
      <div className="file-words">
        <h3>{title}</h3>
        <p className="small" data-testid={`file-words-${role}`}>
          {file ? (
            <>
              {fileName(file.path)} <span className="muted">{fileWords(file)}</span>
            </>
          ) : (
            <span className="muted">{t(`evaluate.files.${role}.text`)}</span>
          )}
        </p>
      </div>
      <Button
        size="small"
        onPress={() => files.pick.run(role)}
        isDisabled={files.pick.busy || files.value === null}
        aria-label={file ? t("evaluate.files.changeName", { name: title }) : undefined}
        data-testid={`file-pick-${role}`}
      >
        <FileUp aria-hidden />
        {t(file ? "evaluate.files.change" : `evaluate.files.${role}.pick`)}
      </Button>
      {file ? (
        <IconButton
          size="small"
          label={t("evaluate.files.remove", { name: title })}
          onPress={() => files.remove.run(role)}
          isDisabled={files.remove.busy}
          data-testid={`file-remove-${role}`}
        >
          <X aria-hidden />
        </IconButton>
      ) : null}
    </div>
  );
}

/** 'texts from review, labels from class, 500 rows'. */
function fileWords({ text, label, rows }: DataFile): string {
  return [
    t("evaluate.files.texts", { column: text ?? "text" }),
    ...(label === null ? [] : [t("evaluate.files.labels", { column: label })]),
    ...(rows === null ? [] : [t("evaluate.files.sample", { count: rows })]),
  ].join(", ");
}
