import type { Figure } from "@/generated/Figure";
import type { Unit } from "@/generated/Unit";
import { intervalWords, showFigure } from "@/pages/evaluate/figures";

/** A figure and its interval, in two cells. */
export function FigureCells({ figure, unit }: { figure: Figure; unit: Unit }) {
  return (
    <>
      <td className="number reviewers-value">{showFigure(figure.value, unit)}</td>
      <td className="number muted reviewers-value">{intervalWords({ ...figure, unit }) ?? "–"}</td>
    </>
  );
}
