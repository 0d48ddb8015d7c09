import type { RowSummary } from "@/generated/RowSummary";
import { go } from "@/state/navigation";
import { usePrompt } from "../recipe/prompt/state";

/** Opens the recipe at a row's draw, with its conditions held, so that the prompt beside the form is the row's. */
export function openInRecipe({ draw, conditions }: RowSummary): void {
  usePrompt.setState({ draw, pins: conditions });
  go("recipe");
}
