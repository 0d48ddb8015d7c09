import { ArrowDown, ArrowUp, Copy, Trash2 } from "lucide-react";
import { t } from "@/locales/t";
import { IconButton } from "./Button";

export interface ItemActionsProps {
  /** What the item is called, for screen readers. */
  name: string;
  at: number;
  count: number;
  onMove?: (by: number) => void;
  onDuplicate?: () => void;
  onRemove: () => void;
}

/** What can be done with an item of a list. */
export function ItemActions({ name, at, count, onMove, onDuplicate, onRemove }: ItemActionsProps) {
  return (
    <div className="row" style={{ gap: 0, flex: "none" }}>
      {onMove && count > 1 ? (
        <>
          <IconButton
            size="small"
            label={`${t("common.moveUp")}: ${name}`}
            isDisabled={at === 0}
            onPress={() => onMove(-1)}
          >
            <ArrowUp aria-hidden />
          </IconButton>
          <IconButton
            size="small"
            label={`${t("common.moveDown")}: ${name}`}
            isDisabled={at === count - 1}
            onPress={() => onMove(1)}
          >
            <ArrowDown aria-hidden />
          </IconButton>
        </>
      ) : null}
      {onDuplicate ? (
        <IconButton size="small" label={`${t("common.duplicate")}: ${name}`} onPress={onDuplicate}>
          <Copy aria-hidden />
        </IconButton>
      ) : null}
      <IconButton size="small" label={`${t("common.remove")}: ${name}`} onPress={onRemove}>
        <Trash2 aria-hidden />
      </IconButton>
    </div>
  );
}
