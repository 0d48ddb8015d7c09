import type { Dashboard } from "@/generated/Dashboard";
import type { Evaluation } from "@/generated/Evaluation";
import type { EvaluationPart } from "@/generated/EvaluationPart";
import type { Measure } from "@/generated/Measure";
import type { Question } from "@/generated/Question";

/** The five questions in the order in which they are read, the dashboard behind each, and the part it waits for. */
export const questions: readonly { question: Question; board: Dashboard; part: EvaluationPart | null }[] = [
  { question: "diverse", board: "diversity", part: "semantic" },
  { question: "faithful", board: "faithfulness", part: "judges" },
  { question: "useful", board: "usefulness", part: "usefulness" },
  { question: "private", board: "privacy", part: "privacy" },
  { question: "balanced", board: "balance", part: null },
];

export const boards: readonly Dashboard[] = questions.map(({ board }) => board);

/** Beginnings of the ids of figures, for those that no finding names; what is left speaks of variety. */
const beginnings: readonly [Dashboard, RegExp][] = [
  ["balance", /^(balance|deviation|coverage|combination)/],
  ["privacy", /^(copied|longest-copied|nearest-(source|record)|closest|canary|personal|pii|privacy)/],
  ["usefulness", /^(student|gold|accuracy|macro|learning|ablation|usefulness|per-class)/],
  [
    "faithfulness",
    /^(valid|adherence|model-adherence|student-tells|label|rating|position-bias|order|right|trained-judge|model-judge|agreement|log-probability|perplexity|audit|judge|oracle|estimate|ground|kappa|calibration|support|answer|arithmetic|consistency)/,
  ],
];

/** The dashboard of a figure. */
export function boardOf(measure: Pick<Measure, "id">, findings: Evaluation["findings"]): Dashboard {
  const named = findings.find(({ measures }) => measures.includes(measure.id))?.question;
  const asked = questions.find(({ question }) => question === named)?.board;
  return asked ?? beginnings.find(([, pattern]) => pattern.test(measure.id))?.[0] ?? "diversity";
}

export function measuresOf({ measures, findings }: Evaluation, board: Dashboard): Measure[] {
  return measures.filter((measure) => boardOf(measure, findings) === board);
}
