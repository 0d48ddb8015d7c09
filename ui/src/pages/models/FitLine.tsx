import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import type { Fit } from "@/generated/Fit";

const signs = { fits: CircleCheck, tight: TriangleAlert, "too-big": CircleAlert };

/** Whether a model fits this computer, in words. */
export function FitLine({ fit }: { fit: Fit }) {
  const Sign = signs[fit.verdict];
  return (
    <p className={`row fit fit-${fit.verdict}`}>
      <Sign aria-hidden size={16} />
      {fit.words}
    </p>
  );
}
