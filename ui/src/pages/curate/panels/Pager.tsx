import { ChevronLeft, ChevronRight } from "lucide-react";
import { IconButton } from "@/components/Button";
import { t } from "@/locales/t";

interface PagerProps {
  offset: number;
  size: number;
  total: number;
  onChange: (offset: number) => void;
}

/** Moves through a list of any length, a window at a time. */
export function Pager({ offset, size, total, onChange }: PagerProps) {
  if (total === 0) return null;
  const last = Math.min(total, offset + size);
  return (
    <nav className="row pager" aria-label={t("curate.pager.label")}>
      <span className="small muted number" data-testid="pager">
        {t("curate.pager.range", { first: offset + 1, last, total })}
      </span>
      <IconButton
        size="small"
        label={t("curate.pager.back")}
        isDisabled={offset === 0}
        onPress={() => onChange(Math.max(0, offset - size))}
      >
        <ChevronLeft aria-hidden />
      </IconButton>
      <IconButton
        size="small"
        label={t("curate.pager.next")}
        isDisabled={last >= total}
        onPress={() => onChange(offset + size)}
        data-testid="pager-next"
      >
        <ChevronRight aria-hidden />
      </IconButton>
    </nav>
  );
}
