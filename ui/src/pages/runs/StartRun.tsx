import { Dices, Play } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "@/components/Button";
import { Callout, ErrorCallout } from "@/components/Callout";
import { NumberField } from "@/components/Field";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { refreshApp, useApp } from "@/state/app";
import { useAction, useCall, useRested } from "@/state/call";
import { go } from "@/state/navigation";
import { keep, refreshVersions, useRecipe } from "@/state/recipe";
import { EstimateLine } from "./EstimateLine";
import "./StartRun.css";
import { largestSeed, randomSeed, unusedSeed } from "./seed";

/** How many rows and which seed, what that costs, and the button that starts. */
export function StartRun() {
  const recipe = useRecipe((store) => store.recipe);
  const [typed, setTyped] = useState<number | null | undefined>(undefined);
  const [chosen, setChosen] = useState<number | null | undefined>(undefined);
  const runs = useCall("run_list", null);

  const rows = typed === undefined ? (recipe?.schedule.rows ?? null) : typed;
  const seed = chosen === undefined ? unusedSeed(runs.data?.map((run) => run.seed) ?? []) : chosen;
  const asked = useRested(rows, 250);
  const estimate = useCall("run_estimate", recipe && asked ? { recipe, rows: asked } : undefined);
  const obstacle = useObstacle();
  const start = useAction(async () => {
    if (rows === null || seed === null) return;
    await keep();
    const { run } = await call("run_start", { rows, seed });
    await Promise.all([refreshApp(), refreshVersions()]);
    go("runs", { run });
  });

  return (
    <div className="start-run" data-testid="start-run-panel">
      <NumberField
        label={t("runs.start.rows")}
        hint={t("runs.start.rowsHint")}
        value={rows}
        onChange={setTyped}
        min={1}
        step={1}
        data-testid="run-rows"
      />
      <div className="start-seed">
        <NumberField
          label={t("runs.start.seed")}
          hint={t("runs.start.seedHint")}
          value={seed}
          onChange={setChosen}
          min={0}
          max={largestSeed}
          step={1}
          data-testid="run-seed"
        />
        <IconButton label={t("runs.start.dice")} look="plain" onPress={() => setChosen(randomSeed())}>
          <Dices aria-hidden />
        </IconButton>
      </div>
      <EstimateLine estimate={estimate.data} error={estimate.error} waiting={estimate.loading} />
      {obstacle ? (
        <Callout
          tone="warning"
          actions={
            obstacle.inRecipe ? (
              <Button size="small" onPress={() => go("recipe")}>
                {t("runs.start.toRecipe")}
              </Button>
            ) : null
          }
        >
          {obstacle.words}
        </Callout>
      ) : null}
      {start.error ? <ErrorCallout error={start.error} /> : null}
      <Button
        look="primary"
        onPress={() => start.run()}
        isDisabled={obstacle !== null || runs.loading || start.busy || rows === null || seed === null}
        data-testid="start-run"
      >
        <Play aria-hidden />
        {t("runs.start.button")}
      </Button>
    </div>
  );
}

interface Obstacle {
  words: string;
  inRecipe?: boolean;
}

/** Why no run can start now. */
function useObstacle(): Obstacle | null {
  const app = useApp((store) => store.app);
  const modelFailure = useApp((store) => store.modelFailure);
  const problem = useRecipe((store) => store.checked?.problems.find(({ severity }) => severity === "error"));
  if (app?.project?.read_only) return { words: t("runs.start.readOnly") };
  if (problem) return { words: `${problem.message} ${problem.remedy}`, inRecipe: true };
  if (app?.running?.summary.status === "running") return { words: t("runs.start.busy") };
  if (!app?.model) return { words: modelFailure ?? t("runs.start.noModel") };
  return null;
}
