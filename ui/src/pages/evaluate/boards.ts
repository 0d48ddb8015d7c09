import type { Dashboard } from "@/generated/Dashboard";
import type { EvaluationPart } from "@/generated/EvaluationPart";
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

/** Things by their dashboard, in the order of the dashboards; dashboards without any are left out. */
export function byBoard<T>(
  things: readonly T[],
  boardOf: (thing: T) => Dashboard | undefined,
): [Dashboard, T[]][] {
  return boards
    .map((board): [Dashboard, T[]] => [board, things.filter((thing) => boardOf(thing) === board)])
    .filter(([, members]) => members.length > 0);
}
