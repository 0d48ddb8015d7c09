// biome-ignore-all lint/a11y/useSemanticElements: the rows of a virtual table are placed one by one, which table elements do not allow.
import { ArrowDown, ArrowUp } from "lucide-react";
import type { Sort } from "@/generated/Sort";
import { t } from "@/locales/t";
import { nextSort } from "./query";

interface SortHeadProps {
  id: string;
  name: string;
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
  right?: boolean;
  /** What the column says, where its name does not. */
  meaning?: string;
}

/** Name of a column; each press goes on to the next order. */
export function SortHead({ id, name, sort, onSort, right, meaning }: SortHeadProps) {
  const mine = sort?.column === id ? sort : null;
  const Arrow = mine?.descending ? ArrowDown : ArrowUp;
  const order = mine === null ? "none" : mine.descending ? "descending" : "ascending";
  return (
    <span role="columnheader" tabIndex={-1} aria-sort={order}>
      <button
        type="button"
        className={right ? "sort-head sort-right" : "sort-head"}
        onClick={() => onSort(nextSort(sort, id))}
        title={[meaning, t("data.sortBy", { name })].filter(Boolean).join("\n")}
      >
        <span className="truncate">{name}</span>
        {mine ? <Arrow aria-hidden size={12} /> : null}
      </button>
    </span>
  );
}
