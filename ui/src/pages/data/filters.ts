import type { Filter } from "@/generated/Filter";
import { t, tMaybe } from "@/locales/t";
import { showValue } from "./columns";

const own = new Set(["_check", "_stage", "_words", "_row", "_draw", "_surprise"]);

/** A column's name for people: its own, or words for those that the program adds. */
export function columnName(id: string): string {
  return own.has(id) ? tMaybe(`data.column.${id}`, id) : id;
}

/** 'label: positive', 'words: 20 to 30'. */
export function describe(filter: Filter): string {
  const name = columnName(filter.column);
  const value =
    filter.column === "_check"
      ? tMaybe(`runs.reason.${String(filter.value)}`, String(filter.value))
      : filter.value;
  switch (filter.op) {
    case "is":
      return t("data.filter.is", { name, value: showValue(value, "condition") });
    case "is-not":
      return t("data.filter.isNot", { name, value: showValue(value, "condition") });
    case "one-of":
      return t(filter.column === "_row" ? "data.filter.sample" : "data.filter.oneOf", {
        name,
        count: Array.isArray(value) ? value.length : 0,
      });
    case "contains":
      return t("data.filter.contains", { name, value: showValue(value) });
    case "between": {
      const [low, high] = Array.isArray(value) ? value : [null, null];
      return t("data.filter.between", { name, low: showValue(low), high: showValue(high) });
    }
  }
}

export function sameFilter(a: Filter, b: Filter): boolean {
  return a.column === b.column && a.op === b.op && JSON.stringify(a.value) === JSON.stringify(b.value);
}

/** Adds a filter; one that is there already is taken off. A second `is` on a column takes the first one's place. */
export function toggle(filters: readonly Filter[], filter: Filter): Filter[] {
  if (filters.some((other) => sameFilter(other, filter))) {
    return filters.filter((other) => !sameFilter(other, filter));
  }
  const kept = filters.filter(
    (other) => !(other.column === filter.column && other.op === filter.op && filter.op !== "is-not"),
  );
  return [...kept, filter];
}
