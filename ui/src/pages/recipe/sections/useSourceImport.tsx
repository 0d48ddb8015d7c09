import { type ReactNode, useState } from "react";
import type { Recipe } from "@/generated/Recipe";
import type { Source } from "@/generated/Source";
import type { SourcePreview } from "@/generated/SourcePreview";
import type { WireError } from "@/generated/WireError";
import { t } from "@/locales/t";
import { call, pickOpen } from "@/platform";
import { useAction } from "@/state/call";
import { edit } from "@/state/recipe";
import { documents, graphs, tables } from "../model/files";
import { freshName, replaceAt } from "../model/lists";
import { PersonalDialog } from "../safe/PersonalDialog";
import { ImportDialog } from "./ImportDialog";

/** What an import dialog is open for: a new source, or one whose columns are mapped again. */
interface Importing {
  preview: SourcePreview;
  at: number | null;
}

export interface SourceImport {
  /** Asks for a file: for a new source, or for the one at a place. */
  pick: (at: number | null) => void;
  busy: boolean;
  error: WireError | null;
  /** The dialog while it is open. */
  dialog: ReactNode;
}

/** Takes a file into the recipe. `onAdded` hears of a new source's place. */
export function useSourceImport(recipe: Recipe, onAdded?: (at: number) => void): SourceImport {
  const [importing, setImporting] = useState<Importing | null>(null);
  /** The new source whose personal data is looked at before any prompt reads it. */
  const [looking, setLooking] = useState<string | null>(null);
  const inspect = useAction(async (path: string, at: number | null) => {
    setImporting({ preview: await call("source_inspect", { path }), at });
  });
  const pick = async (at: number | null) => {
    const path = await pickOpen(t("recipe.sources.pick"), [
      { name: t("recipe.sources.kinds"), extensions: [...tables, ...graphs, ...documents] },
    ]);
    if (path) inspect.run(path, at);
  };
  const keep = (source: Source) => {
    const at = importing?.at ?? null;
    edit((before) => ({
      ...before,
      sources: at === null ? [...before.sources, source] : replaceAt(before.sources, at, source),
    }));
    setImporting(null);
    setLooking(source.name);
    if (at === null) onAdded?.(recipe.sources.length);
  };
  return {
    pick: (at) => void pick(at),
    busy: inspect.busy,
    error: inspect.error,
    dialog: importing ? (
      <ImportDialog
        preview={importing.preview}
        source={importing.at === null ? null : (recipe.sources[importing.at] ?? null)}
        name={freshName(
          t("recipe.sources.newName"),
          recipe.sources.map(({ name }) => name),
        )}
        onClose={() => setImporting(null)}
        onKeep={keep}
      />
    ) : looking !== null && recipe.sources.some(({ name }) => name === looking) ? (
      <PersonalDialog recipe={recipe} source={looking} onClose={() => setLooking(null)} />
    ) : null,
  };
}
