import type { Problem } from "@/generated/Problem";
import { useRecipe } from "@/state/recipe";

const none: readonly Problem[] = [];

/** Everything wrong or doubtful in the recipe, errors first. */
export function useProblems(): readonly Problem[] {
  return useRecipe((store) => store.checked?.problems ?? none);
}

/** Whether a problem lies at a place of the document or below it. */
export function lies(problem: Pick<Problem, "path">, path: string): boolean {
  if (problem.path === path) return true;
  return problem.path.startsWith(path) && /^[.[]/.test(problem.path.slice(path.length));
}

/** What is wrong with the value of one field, in one sentence with its remedy. */
export function problemAt(problems: readonly Problem[], path: string): string | undefined {
  const found = problems.find((problem) => problem.path === path);
  return found && `${found.message} ${found.remedy}`;
}
