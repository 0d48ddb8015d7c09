import { BookOpenText, type LucideProps, SlidersHorizontal, Sparkles, Target } from "lucide-react";
import type { Part } from "./Chip";

const icons = { task: Target, condition: SlidersHorizontal, demonstration: BookOpenText, step: Sparkles };

/** The sign of a part of the prompt, in its colour. */
export function PartIcon({ part, ...props }: { part: Part } & LucideProps) {
  const Icon = icons[part];
  return <Icon aria-hidden size={16} style={{ color: `var(--${part})` }} {...props} />;
}
