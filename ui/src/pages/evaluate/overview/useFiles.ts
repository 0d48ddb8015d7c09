import { useState } from "react";
import type { DataFile } from "@/generated/DataFile";
import type { EvaluationFiles } from "@/generated/EvaluationFiles";
import { t } from "@/locales/t";
import { tables } from "@/pages/recipe/model/files";
import { call, pickOpen } from "@/platform";
import { type Action, useAction, useCall } from "@/state/call";

export type FileRole = keyof EvaluationFiles;

/** A file that is about to be taken, with what was read of it. */
export interface Draft {
  role: FileRole;
  file: DataFile;
  columns: readonly string[];
  total: number;
}

export interface Files {
  value: EvaluationFiles | null;
  draft: Draft | null;
  /** Asks for a file and reads its columns. */
  pick: Action<[FileRole]>;
  /** Changes the draft; null drops it. */
  change: (draft: Draft | null) => void;
  /** Takes the draft. */
  keep: Action<[Draft]>;
  remove: Action<[FileRole]>;
}

/** Columns as the file names them, or numbers where its first line holds a row. */
export function columnsOf({ file, columns }: Pick<Draft, "file" | "columns">): string[] {
  return file.header ? [...columns] : columns.map((_, at) => String(at + 1));
}

/** The likeliest column for each of a file's two roles; the user sees and corrects it. */
export function guess(columns: readonly string[]): Pick<DataFile, "text" | "label"> {
  const named = (names: readonly string[]) =>
    columns.find((column) => names.includes(column.toLowerCase())) ?? null;
  const text = named(["text", "sentence", "review", "content", "body"]) ?? columns[0] ?? null;
  const label = named(["label", "class", "category", "sentiment"]);
  return { text, label: label === text ? null : label };
}

/** The files that the rows of the project are held against, and how they are chosen. */
export function useFiles(onChanged: () => void): Files {
  const { data, reload } = useCall("evaluation_files", null);
  const [draft, change] = useState<Draft | null>(null);
  const set = async (role: FileRole, file: DataFile | null) => {
    const now = data ?? (await call("evaluation_files"));
    await call("evaluation_files_set", { ...now, [role]: file });
    change(null);
    reload();
    onChanged();
  };
  const pick = useAction(async (role: FileRole) => {
    const path = await pickOpen(t(`evaluate.files.${role}.pick`), [
      { name: t("evaluate.files.kinds"), extensions: tables },
    ]);
    if (path === null) return;
    const { columns, total } = await call("source_inspect", { path });
    change({ role, columns, total, file: { path, ...guess(columns), header: true, rows: null } });
  });
  return {
    value: data,
    draft,
    pick,
    change,
    keep: useAction(({ role, file }: Draft) => set(role, file)),
    remove: useAction((role: FileRole) => set(role, null)),
  };
}
