import type { RowSummary } from "@/generated/RowSummary";
import type { Value } from "@/generated/Value";
import { go } from "@/state/navigation";
import { usePrompt } from "../recipe/prompt/state";

function isValue(value: unknown): value is Value {
  if (Array.isArray(value)) return value.length === 2 && value.every((end) => typeof end === "number");
  return ["boolean", "number", "string"].includes(typeof value);
}

/** Opens the recipe at a row's draw, with its conditions held, so that the prompt beside the form is the row's. */
export function openInRecipe(row: RowSummary): void {
  const pins: Record<string, Value> = {};
  for (const [name, value] of Object.entries(row.conditions)) if (isValue(value)) pins[name] = value;
  usePrompt.setState({ draw: row.draw, pins });
  go("recipe");
}
