import { FileUp, LoaderCircle } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import type { Branch } from "@/generated/Branch";
import { t } from "@/locales/t";
import { call, pickOpen } from "@/platform";
import { useAction } from "@/state/call";
import { fileName, graphs, tables } from "../model/files";

interface TreeImportProps {
  onRead: (branches: Branch[]) => void;
}

/** Puts the taxonomy of a file in the place of a tree; undo brings that back. */
export function TreeImport({ onRead }: TreeImportProps) {
  const [said, setSaid] = useState("");
  const read = useAction(async (path: string) => {
    setSaid("");
    const { branches, notices } = await call("tree_read", { path });
    onRead(branches);
    setSaid([t("recipe.tree.read", { count: size(branches), file: fileName(path) }), ...notices].join(" "));
  });
  const pick = async () => {
    const path = await pickOpen(t("recipe.tree.pick"), [
      { name: t("recipe.tree.kinds"), extensions: [...tables, ...graphs] },
    ]);
    if (path) read.run(path);
  };
  return (
    <div className="stack-tight">
      <div className="row">
        <Button size="small" onPress={() => void pick()} isDisabled={read.busy} data-testid="tree-import">
          {read.busy ? <LoaderCircle aria-hidden className="turning" /> : <FileUp aria-hidden />}
          {t("recipe.tree.import")}
        </Button>
        <span className="muted small" role="status">
          {said || t("recipe.tree.importHint")}
        </span>
      </div>
      {read.error ? <ErrorCallout error={read.error} /> : null}
    </div>
  );
}

function size(branches: readonly Branch[]): number {
  return branches.reduce((sum, branch) => sum + 1 + size(branch.children), 0);
}
