import type { Recipe } from "@/generated/Recipe";
import type { ReviewQueue } from "@/generated/ReviewQueue";
import type { RowSummary } from "@/generated/RowSummary";
import { t } from "@/locales/t";
import { type Column, cellValue, columnsOf } from "../data/columns";

/** What is shown of a row, each in its own form. */
export interface RowParts {
  /** To be read: texts, and lists of them. */
  texts: Column[];
  /** Other fields, such as numbers. */
  values: Column[];
  conditions: Column[];
  /** The label that the row has. */
  label: string | null;
}

/**
 * In a blind review whatever is one of the labels stays out, such as the condition that asked for it. A text that speaks of
 * the label is not known to do so, and stays.
 */
export function partsOf(
  columns: readonly Column[],
  row: RowSummary,
  { label_field, labels }: Pick<ReviewQueue, "label_field" | "labels">,
  blind: boolean,
): RowParts {
  const folded = (value: unknown) => String(value).trim().toLowerCase();
  const names = new Set(labels.map(({ name }) => folded(name)));
  const tells = (value: unknown) =>
    (Array.isArray(value) ? value : [value]).some((one) => names.has(folded(one)));
  const shown = columns.filter((column) => {
    const value = cellValue(row, column);
    return column.id !== label_field && value !== undefined && !(blind && tells(value));
  });
  const isText = ({ kind }: Column) => kind === "text" || kind === "list" || kind === "spans";
  const label = label_field === null ? null : cellValue(row, { id: label_field });
  return {
    texts: shown.filter(isText),
    values: shown.filter((column) => !isText(column) && column.kind !== "condition"),
    conditions: shown.filter((column) => column.kind === "condition"),
    label: label === null || label === undefined ? null : String(label),
  };
}

/** Fields of a recipe's rows that hold a text. */
export function textFields(recipe: Recipe | null): string[] {
  return recipe ? columnsOf(recipe, []).flatMap(({ id, kind }) => (kind === "text" ? [id] : [])) : [];
}

/** The field that the key for editing opens. */
export function editableField(parts: RowParts, row: RowSummary): string | null {
  return parts.texts.find(({ id }) => typeof row.fields[id] === "string")?.id ?? null;
}

export function titleOf(row: RowSummary): string {
  return row.verdict?.verdict === "accepted"
    ? t("data.row.title", { row: row.verdict.row })
    : t("data.row.draw", { draw: row.draw + 1, attempt: row.attempt + 1 });
}
