import { CornerDownRight, Plus } from "lucide-react";
import { Button, IconButton } from "@/components/Button";
import { NumberField } from "@/components/Field";
import { ItemActions } from "@/components/ItemActions";
import { NameField } from "@/components/NameField";
import type { Branch } from "@/generated/Branch";
import { percent } from "@/locales/format";
import { t } from "@/locales/t";
import { freshName, move, removeAt, replaceAt } from "../model/lists";

export interface TreeEditorProps {
  name: string;
  branches: Branch[];
  /** How often each of some branches comes among them, in [0, 1]. */
  sharesOf: (siblings: readonly Branch[]) => number[];
  onChange: (branches: Branch[], field?: string) => void;
  depth?: number;
}

/** A tree of values: rows draw its leaves. */
export function TreeEditor({ name, branches, sharesOf, onChange, depth = 0 }: TreeEditorProps) {
  const shares = sharesOf(branches);
  const fresh = (siblings: Branch[]): Branch => ({
    name: freshName(
      t("recipe.tree.newNode"),
      siblings.map((sibling) => sibling.name),
    ),
    weight: 1,
    children: [],
  });
  return (
    <ul className="tree" aria-label={t("recipe.tree.below", { name })}>
      {branches.map((branch, at) => {
        const change = (next: Branch) => onChange(replaceAt(branches, at, next));
        return (
          <li key={`${at} ${branch.name}`}>
            <div className="row tree-node">
              {depth > 0 ? <CornerDownRight aria-hidden size={14} className="muted" /> : null}
              <NameField
                label={t("recipe.tree.name")}
                hideLabel
                value={branch.name}
                onChange={(next) => change({ ...branch, name: next })}
              />
              <NumberField
                label={t("recipe.values.weight")}
                hideLabel
                className="weight"
                value={branch.weight}
                min={0.0001}
                onChange={(weight) => weight !== null && change({ ...branch, weight })}
              />
              <span className="muted small share">{percent(shares[at] ?? 0)}</span>
              <IconButton
                size="small"
                label={t("recipe.tree.addBelow", { name: branch.name })}
                onPress={() => change({ ...branch, children: [...branch.children, fresh(branch.children)] })}
              >
                <Plus aria-hidden />
              </IconButton>
              <ItemActions
                name={branch.name}
                at={at}
                count={branches.length}
                onMove={(by) => onChange(move(branches, at, by))}
                onRemove={() => onChange(removeAt(branches, at))}
              />
            </div>
            {branch.children.length > 0 ? (
              <TreeEditor
                name={branch.name}
                branches={branch.children}
                sharesOf={sharesOf}
                depth={depth + 1}
                onChange={(children) => change({ ...branch, children })}
              />
            ) : null}
          </li>
        );
      })}
      {depth === 0 ? (
        <li>
          <Button size="small" onPress={() => onChange([...branches, fresh(branches)])}>
            <Plus aria-hidden /> {t("recipe.tree.add")}
          </Button>
        </li>
      ) : null}
    </ul>
  );
}
