import { Dices, Play } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "@/components/Button";
import { Callout, ErrorCallout } from "@/components/Callout";
import { Card } from "@/components/Card";
import { NumberField } from "@/components/Field";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { useAction, useCall, useRested } from "@/state/call";
import { go } from "@/state/navigation";
import { keep, refreshVersions, useRecipe } from "@/state/recipe";
import { EstimateLine } from "./EstimateLine";

/** Largest seed that the field and JSON carry without loss. */
const largestSeed = 2 ** 32;

/** How many rows and which seed, what that costs, and the button that starts. */
export function StartPanel({ busy, onStarted }: { busy: boolean; onStarted: (run: RunSummary) => void }) {
  const recipe = useRecipe((store) => store.recipe);
  const problems = useRecipe((store) => store.checked?.problems ?? []);
  const [typed, setTyped] = useState<number | null | undefined>(undefined);
  const [seed, setSeed] = useState<number | null>(1);

  const rows = typed === undefined ? (recipe?.schedule.rows ?? null) : typed;
  const asked = useRested(rows, 250);
  const estimate = useCall("run_estimate", recipe && asked ? { recipe, rows: asked } : undefined);
  const obstacle = problems.find((problem) => problem.severity === "error");
  const start = useAction(async () => {
    if (rows === null || seed === null) return;
    await keep();
    const run = await call("run_start", { rows, seed });
    void refreshVersions();
    onStarted(run);
  });

  return (
    <Card
      title={t("runs.start.title")}
      note={recipe?.name}
      className="start-panel"
      data-testid="run-start-panel"
    >
      <div className="start-fields">
        <NumberField
          label={t("runs.start.rows")}
          value={rows}
          onChange={setTyped}
          min={1}
          step={1}
          data-testid="run-rows-input"
        />
        <div className="start-seed">
          <NumberField
            label={t("runs.start.seed")}
            value={seed}
            onChange={setSeed}
            min={0}
            max={largestSeed}
            step={1}
            data-testid="run-seed-input"
          />
          <IconButton
            label={t("runs.start.dice")}
            look="plain"
            onPress={() => setSeed(crypto.getRandomValues(new Uint32Array(1))[0] ?? 1)}
          >
            <Dices aria-hidden />
          </IconButton>
        </div>
        <EstimateLine estimate={estimate.data} error={estimate.error} waiting={estimate.loading} />
        <Button
          look="primary"
          onPress={() => start.run()}
          isDisabled={busy || start.busy || rows === null || seed === null || obstacle !== undefined}
          data-testid="run-start"
        >
          <Play aria-hidden />
          {t("runs.start.button")}
        </Button>
      </div>
      <p className="muted small">{t("runs.start.seedHint")}</p>
      {busy ? <p className="muted small">{t("runs.start.busy")}</p> : null}
      {obstacle ? (
        <Callout
          tone="warning"
          actions={
            <Button size="small" onPress={() => go("recipe")}>
              {t("runs.start.toRecipe")}
            </Button>
          }
        >
          {obstacle.message}
        </Callout>
      ) : null}
      {start.error ? <ErrorCallout error={start.error} /> : null}
    </Card>
  );
}
