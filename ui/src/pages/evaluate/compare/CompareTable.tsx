import { ArrowDown, ArrowUp, GitCompareArrows } from "lucide-react";
import { Button as AriaButton, TooltipTrigger } from "react-aria-components";
import { Button } from "@/components/Button";
import { Tip } from "@/components/Tip";
import type { ComparedFigure } from "@/generated/ComparedFigure";
import type { ComparedRun } from "@/generated/ComparedRun";
import type { FigureDifference } from "@/generated/FigureDifference";
import type { Measure } from "@/generated/Measure";
import { t } from "@/locales/t";
import { compareVersions } from "@/pages/recipe/state";
import { go } from "@/state/navigation";
import { useRecipe } from "@/state/recipe";
import { byBoard } from "../boards";
import { definitionOf, differenceInterval, differenceWords, valueWords } from "../figures";
import { figureOf, markOf } from "./compare";

interface CompareTableProps {
  runs: readonly ComparedRun[];
  figures: readonly ComparedFigure[];
  stale: boolean;
}

/** Figures by dashboard: a row for each, a column for each run; from the second on with the difference from the first. */
export function CompareTable({ runs, figures, stale }: CompareTableProps) {
  const first = runs[0];
  const groups = byBoard(figures, (figure) => figureOf(figure)?.dashboard);
  if (!first) return null;
  return (
    <div
      className="card compare-table"
      role="region"
      aria-label={t("evaluate.compare.caption")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
      tabIndex={0}
      data-stale={stale || undefined}
    >
      <table>
        <caption className="visually-hidden">{t("evaluate.compare.caption")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("evaluate.measure")}</th>
            {runs.map((run) => (
              <RunHead key={run.run} run={run} first={first} />
            ))}
          </tr>
        </thead>
        {groups.map(([board, members]) => (
          <tbody key={board}>
            <tr className="measure-board">
              <th scope="rowgroup" colSpan={1 + runs.length}>
                {t(`evaluate.dashboard.${board}`)}
              </th>
            </tr>
            {members.map((figure) => (
              <FigureRow key={figureOf(figure)?.id} figure={figure} />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function RunHead({ run, first }: { run: ComparedRun; first: ComparedRun }) {
  const versions = useRecipe((store) => store.versions);
  const number = versions.find(({ hash }) => hash === run.recipe)?.number;
  return (
    <th scope="col" className="number compare-run">
      <span className="compare-name">{t("runs.name", { run: run.run })}</span>
      <span>
        {number === undefined ? run.name : t("evaluate.compare.version", { name: run.name, version: number })}
      </span>
      <span>{t("evaluate.compare.made", { model: run.model, seed: run.seed })}</span>
      {run === first ? (
        <span>{t("evaluate.compare.isFirst")}</span>
      ) : run.recipe === first.recipe ? (
        <span>{t("evaluate.compare.sameRecipe")}</span>
      ) : (
        <Button
          size="small"
          onPress={() => {
            compareVersions(first.recipe, run.recipe);
            go("recipe");
          }}
          data-testid={`compare-recipe-${run.run}`}
        >
          <GitCompareArrows aria-hidden />
          {t("evaluate.compare.recipes")}
        </Button>
      )}
    </th>
  );
}

function FigureRow({ figure }: { figure: ComparedFigure }) {
  const known = figureOf(figure);
  if (!known) return null;
  const alike = figure.measures.every((measure) => measure === null || measure.n === known.n);
  return (
    <tr data-testid={`compare-${known.id}`}>
      <th scope="row">
        <TooltipTrigger delay={200}>
          <AriaButton className="figure-value">{known.title}</AriaButton>
          <Tip>{definitionOf(known)}</Tip>
        </TooltipTrigger>
        <span className="compare-meaning small">{known.meaning}</span>
      </th>
      {figure.measures.map((measure, at) => (
        <td key={at} className="number">
          {measure ? valueWords(measure) : "–"}
          {measure && !alike ? (
            <span className="compare-n muted small">{t("evaluate.nIs", { n: measure.n })}</span>
          ) : null}
          {at === 0 ? null : <Difference measure={known} difference={figure.differences[at - 1] ?? null} />}
        </td>
      ))}
    </tr>
  );
}

const signs = { higher: ArrowUp, lower: ArrowDown };

function Difference({ measure, difference }: { measure: Measure; difference: FigureDifference | null }) {
  if (!difference) return null;
  const mark = markOf(difference);
  const Sign = mark === "higher" || mark === "lower" ? signs[mark] : null;
  const interval = difference.interval ? ` (${differenceInterval(difference.interval, measure.unit)})` : "";
  return (
    <span className={`compare-difference compare-${mark} small`}>
      {Sign ? <Sign aria-hidden size={13} /> : null}
      <b>{t(`evaluate.compare.mark.${mark}`)}</b>
      <span>
        {differenceWords(difference.value, measure.unit)}
        {interval}
      </span>
    </span>
  );
}
