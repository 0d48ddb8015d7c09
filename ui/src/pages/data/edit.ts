import type { ColumnKind } from "./columns";

/** A field's value as the text that is edited; lists have one item in each line. */
export function editText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value))
    return value.map((item) => (typeof item === "string" ? item : JSON.stringify(item))).join("\n");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The edited text as a value of the column's type; null where it is none, such as 'abc' for a number. */
export function readText(text: string, kind: ColumnKind, before: unknown): unknown {
  switch (kind) {
    case "number": {
      const number = Number(text.trim());
      return text.trim() === "" || !Number.isFinite(number) ? null : number;
    }
    case "boolean":
      return text === "true" ? true : text === "false" ? false : null;
    case "list":
      return readList(text, before);
    default:
      return text;
  }
}

/** Items that were no strings stay what they were: numbers stay numbers. */
function readList(text: string, before: unknown): unknown {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const strings = !Array.isArray(before) || before.every((item) => typeof item === "string");
  if (strings) return lines;
  try {
    return lines.map((line): unknown => JSON.parse(line));
  } catch {
    return null;
  }
}
