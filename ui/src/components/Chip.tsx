import type { ReactNode } from "react";
import "./Chip.css";

/** The parts of a prompt, each with a colour of its own everywhere in the app. */
export type Part = "task" | "condition" | "demonstration" | "step";

export interface ChipProps {
  children: ReactNode;
  tone?: Part | "neutral" | "bad" | "good";
  title?: string;
  "data-testid"?: string;
}

export function Chip({ tone = "neutral", ...props }: ChipProps) {
  return <span {...props} className={`chip chip-${tone}`} />;
}
