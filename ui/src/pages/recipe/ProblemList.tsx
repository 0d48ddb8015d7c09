import { CircleAlert, TriangleAlert } from "lucide-react";
import { lies, useProblems } from "./model/problems";

/** What is wrong at a place of the document or below it. */
export function ProblemList({ path, exact = false }: { path: string; exact?: boolean }) {
  const here = useProblems().filter((problem) => (exact ? problem.path === path : lies(problem, path)));
  if (here.length === 0) return null;
  return (
    <ul className="problems">
      {here.map((problem) => (
        <li key={`${problem.path} ${problem.message}`} className={`problem problem-${problem.severity}`}>
          {problem.severity === "error" ? (
            <CircleAlert aria-hidden size={15} />
          ) : (
            <TriangleAlert aria-hidden size={15} />
          )}
          <span>
            {problem.message} <span className="muted">{problem.remedy}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
