import { Button } from "react-aria-components";
import type { Problem } from "@/generated/Problem";
import { t } from "@/locales/t";
import { useProblems } from "./model/problems";

/** Everything wrong in the recipe; each problem leads to its place. */
export function ProblemButtons({ onChoose }: { onChoose: (problem: Problem) => void }) {
  const problems = useProblems();
  if (problems.length === 0) return null;
  const title = t("recipe.problems", { count: problems.length });
  return (
    <section className="outline-problems" aria-label={title} data-testid="problem-list">
      <h4>{title}</h4>
      {problems.map((problem) => (
        <Button
          key={`${problem.path} ${problem.message}`}
          className={`problem problem-${problem.severity}`}
          onPress={() => onChoose(problem)}
        >
          {problem.message}
        </Button>
      ))}
    </section>
  );
}
