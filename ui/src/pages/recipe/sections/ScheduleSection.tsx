import { Radio, RadioGroup } from "react-aria-components";
import { Card } from "@/components/Card";
import { NumberField } from "@/components/Field";
import type { Recipe } from "@/generated/Recipe";
import type { Schedule } from "@/generated/Schedule";
import type { Strategy } from "@/generated/Strategy";
import { t } from "@/locales/t";
import { edit } from "@/state/recipe";
import { problemAt, useProblems } from "../model/problems";
import { ProblemList } from "../ProblemList";
import { SectionHead } from "../SectionHead";

const strategies: readonly Strategy[] = ["grid", "quota", "random", "diverse"];

export function ScheduleSection({ recipe }: { recipe: Recipe }) {
  const { schedule } = recipe;
  const problems = useProblems();
  const put = (part: Partial<Schedule>, field?: string) =>
    edit(
      (before) => ({ ...before, schedule: { ...before.schedule, ...part } }),
      field && `schedule.${field}`,
    );
  return (
    <>
      <SectionHead section="schedule">{t("recipe.schedule.intro")}</SectionHead>
      <Card>
        <div className="stack">
          <RadioGroup
            className="choices"
            aria-label={t("recipe.schedule.strategy")}
            value={schedule.strategy}
            onChange={(strategy) => put({ strategy: strategy as Strategy })}
          >
            {strategies.map((id) => (
              <Radio key={id} value={id} className="choice">
                <b>{t(`recipe.strategy.${id}.name`)}</b>
                <span className="muted small">{t(`recipe.strategy.${id}.detail`)}</span>
              </Radio>
            ))}
          </RadioGroup>
          <div className="fields-2">
            <NumberField
              label={t("recipe.schedule.rows")}
              hint={t("recipe.schedule.rowsHint")}
              problem={problemAt(problems, "schedule.rows")}
              value={schedule.rows}
              min={1}
              step={1}
              onChange={(rows) => rows !== null && put({ rows }, "rows")}
              data-testid="schedule-rows"
            />
            <NumberField
              label={t("recipe.schedule.attempts")}
              hint={t("recipe.schedule.attemptsHint")}
              problem={problemAt(problems, "schedule.attempts")}
              placeholder={String(schedule.rows * 4)}
              value={schedule.attempts}
              min={1}
              step={1}
              onChange={(attempts) => put({ attempts }, "attempts")}
            />
            <NumberField
              label={t("recipe.schedule.retries")}
              hint={t("recipe.schedule.retriesHint")}
              problem={problemAt(problems, "schedule.retries")}
              value={schedule.retries}
              min={0}
              step={1}
              onChange={(retries) => retries !== null && put({ retries }, "retries")}
            />
            <NumberField
              label={t("recipe.schedule.round")}
              hint={t("recipe.schedule.roundHint")}
              problem={problemAt(problems, "schedule.round")}
              value={schedule.round}
              min={1}
              step={1}
              onChange={(round) => round !== null && put({ round }, "round")}
            />
          </div>
          <ProblemList path="schedule" exact />
        </div>
      </Card>
    </>
  );
}
