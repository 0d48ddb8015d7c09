import type { Output } from "@/generated/Output";
import type { Recipe } from "@/generated/Recipe";
import type { RowSummary } from "@/generated/RowSummary";
import { decimal } from "@/locales/format";
import { t } from "@/locales/t";
import { makesLists } from "@/pages/recipe/model/names";

export type ColumnKind = "text" | "label" | "number" | "boolean" | "list" | "spans" | "condition";

/** A column of a row table. */
export interface Column {
  /** Name of the field or condition; what filters and sorting use. */
  id: string;
  kind: ColumnKind;
  /** Values that can be chosen, where the recipe lists them. */
  choices: readonly string[];
}

/**
 * Columns of a run's rows: the finished row's fields in the recipe's order, then the conditions that are no fields.
 * Without a recipe the rows themselves say what they hold.
 */
export function columnsOf(recipe: Recipe | null, rows: readonly RowSummary[]): Column[] {
  const outputs = new Map<string, Output>();
  for (const step of recipe?.steps ?? []) {
    for (const [name, output] of Object.entries(step.output)) {
      outputs.set(name, output);
      if (step.method === "score") outputs.set(`${name}_confidence`, { type: "number", min: 0, max: 1 });
    }
  }
  const conditions = recipe
    ? recipe.conditions.map((condition) => condition.name)
    : keysOf(rows, "conditions");
  const labelled = recipe?.conditions.find((condition) => "labels" in condition)?.name;
  const named = recipe?.task.fields.length
    ? recipe.task.fields
    : [...new Set([...givenFields(recipe), ...outputs.keys(), ...(labelled ? [labelled] : [])])];
  const fields = recipe ? named : keysOf(rows, "fields");
  const labels = recipe?.task.labels.map((label) => label.name) ?? [];
  const manyTimes = new Set(recipe?.steps.filter(makesLists).flatMap(({ output }) => Object.keys(output)));

  const columns = fields.map((id): Column => {
    const output = outputs.get(id);
    if (output)
      return {
        id,
        kind: manyTimes.has(id) ? "list" : kindOf(output),
        choices: output.type === "choice" ? output.of : labelsOf(output, labels),
      };
    if (id === labelled) return { id, kind: "label", choices: labels };
    return {
      id,
      kind: conditions.includes(id) ? "condition" : kindOfValue(firstValue(rows, id)),
      choices: [],
    };
  });
  for (const id of conditions) {
    if (!fields.includes(id)) columns.push({ id, kind: "condition", choices: [] });
  }
  return columns;
}

/** Fields of the rows that a recipe labels, which are part of the labelled rows. */
function givenFields(recipe: Recipe | null): string[] {
  if (recipe?.task.mode !== "annotate") return [];
  return Object.keys(recipe.sources.find(({ name }) => name === recipe.task.input)?.fields ?? {});
}

function labelsOf(output: Output, labels: readonly string[]): readonly string[] {
  return output.type === "label" ? labels : [];
}

function kindOf(output: Output): ColumnKind {
  switch (output.type) {
    case "string":
      return "text";
    case "label":
    case "choice":
      return "label";
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "list":
      return "list";
    case "spans":
      return "spans";
  }
}

function kindOfValue(value: unknown): ColumnKind {
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "boolean";
  return Array.isArray(value) ? "list" : "text";
}

function keysOf(rows: readonly RowSummary[], part: "fields" | "conditions"): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row[part])))];
}

function firstValue(rows: readonly RowSummary[], id: string): unknown {
  return rows.find((row) => row.fields[id] !== undefined)?.fields[id];
}

/** Value of a row in a column. */
export function cellValue(row: RowSummary, column: Pick<Column, "id">): unknown {
  return row.fields[column.id] ?? row.conditions[column.id];
}

/** A value as text: bands as '30–80', lists with commas. */
export function showValue(value: unknown, kind: ColumnKind = "text"): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "boolean") return t(value ? "data.yes" : "data.no");
  if (typeof value === "number") return decimal(value, 4);
  if (Array.isArray(value)) {
    if (kind === "condition" && value.length === 2 && value.every((end) => typeof end === "number")) {
      return `${decimal(value[0], 4)}–${decimal(value[1], 4)}`;
    }
    return value.map((item) => showValue(item)).join(", ");
  }
  if (typeof value !== "object") return String(value);
  if ("span" in value && "type" in value) return `${value.span} (${value.type})`;
  return JSON.stringify(value);
}

/** Largest absolute number of a column among some rows, for the bars beside numbers; 1 where there is none. */
export function largest(rows: readonly RowSummary[], column: Column): number {
  const sizes = rows.map((row) => cellValue(row, column)).filter((value) => typeof value === "number");
  return Math.max(0, ...sizes.map(Math.abs)) || 1;
}
