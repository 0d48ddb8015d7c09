import type { Dashboard } from "@/generated/Dashboard";
import type { EvaluationPart } from "@/generated/EvaluationPart";
import type { Question } from "@/generated/Question";

/**
 * The five questions in the order in which they are read, the dashboard behind each, and the parts that it shows: the
 * answer waits for the first.
 */
export const questions: readonly {
  question: Question;
  board: Dashboard;
  parts: readonly EvaluationPart[];
}[] = [
  { question: "diverse", board: "diversity", parts: ["semantic"] },
  { question: "faithful", board: "faithfulness", parts: ["judges"] },
  { question: "useful", board: "usefulness", parts: ["usefulness"] },
  { question: "private", board: "privacy", parts: ["privacy", "canaries"] },
  { question: "balanced", board: "balance", parts: [] },
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
