import { Tabs } from "@/components/Tabs";
import type { CurationSide } from "@/generated/CurationSide";
import type { CurationStart } from "@/generated/CurationStart";
import { t } from "@/locales/t";
import { goTo, useCuratePlace } from "./place";
import { RecipeNote } from "./SaveWithRecipe";
import { AddStep } from "./steps/AddStep";
import { ProgressLine } from "./steps/ProgressLine";
import { StepCard } from "./steps/StepCard";
import { useCurationState, useSteps } from "./useCuration";

/** The steps in the order in which they are made, one of them open. */
export function StepList({ side, start }: { side: CurationSide; start: CurationStart }) {
  const steps = useSteps(side);
  const compares = useCurationState((state) => state.history.now.other !== null);
  const open = useCuratePlace((place) => place.open);
  return (
    <section className="curate-steps" aria-label={t("curate.steps")} data-testid={`steps-${side}`}>
      {compares ? (
        <Tabs
          label={t("curate.side.label")}
          value={side}
          onChange={(next) => goTo({ side: next, open: null })}
          tabs={(["main", "other"] as const).map((id) => ({
            id,
            name: t(`curate.side.${id}`),
            testid: `side-${id}`,
          }))}
        />
      ) : null}
      <div className="row steps-line">
        <div className="steps-progress">
          <ProgressLine side={side} />
        </div>
        <AddStep side={side} start={start} />
      </div>
      <ol className="stack-tight steps-list">
        {steps.map((item, at) => (
          <StepCard
            key={item.key}
            side={side}
            item={item}
            at={at}
            count={steps.length}
            open={open === item.key}
          />
        ))}
        {side === "main" ? (
          <li>
            <RecipeNote />
          </li>
        ) : null}
      </ol>
    </section>
  );
}
