import type { ReviewKind } from "@/generated/ReviewKind";
import type { Scale } from "@/generated/Scale";
import type { Pair } from "./pair/pair";
import type { SpanField } from "./spans/useSpans";

/** What the reviewer wants to do, as it is remembered: what the recipe's rows ask for, or something else. */
export type ChosenTask = "recipe" | "compare" | Scale;

/** What is said of the rows on the page. */
export type Task =
  | { task: "judge" }
  | ({ task: "spans" } & SpanField)
  | ({ task: "pair" } & Pair)
  | { task: "rate"; scale: Scale };

export function scaleOf(chosen: ChosenTask): Scale | null {
  return chosen === "recipe" || chosen === "compare" ? null : chosen;
}

/** What there is to choose from; two texts can be compared where there are two, and the recipe does not ask for it already. */
export function tasksOf(kind: ReviewKind, texts: readonly string[]): readonly ChosenTask[] {
  const compares = kind.kind !== "pair" && texts.length > 1;
  return ["recipe", "one-to-five", "four-level", ...(compares ? (["compare"] as const) : [])];
}

/** Fields to compare: those that the reviewer named, where the rows have them, or else the first two texts. */
export function comparedFields(
  texts: readonly string[],
  wanted: readonly [string, string] | null,
): readonly [string, string] | null {
  if (wanted && wanted[0] !== wanted[1] && wanted.every((name) => texts.includes(name))) return wanted;
  const [first, second] = texts;
  return first === undefined || second === undefined ? null : [first, second];
}

export function taskOf(
  chosen: ChosenTask,
  kind: ReviewKind,
  compared: readonly [string, string] | null,
): Task {
  const scale = scaleOf(chosen);
  if (scale) return { task: "rate", scale };
  if (chosen === "compare" && compared && kind.kind !== "pair") {
    return { task: "pair", fields: compared, labels: null };
  }
  switch (kind.kind) {
    case "spans":
      return { task: "spans", field: kind.field, of: kind.of, types: kind.types };
    case "pair":
      return { task: "pair", fields: kind.fields, labels: kind.labels };
    default:
      return { task: "judge" };
  }
}
