import { Dices } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Dialog } from "@/components/Dialog";
import { NumberField } from "@/components/Field";
import type { Recipe } from "@/generated/Recipe";
import { bytes, count, duration } from "@/locales/format";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { refreshApp } from "@/state/app";
import { useAction, useCall, useRested } from "@/state/call";
import { go } from "@/state/navigation";
import { keep, refreshVersions } from "@/state/recipe";

/** Says what a run will cost, and starts it. */
export function RunDialog({ recipe, onClose }: { recipe: Recipe; onClose: () => void }) {
  const [rows, setRows] = useState<number | null>(recipe.schedule.rows);
  const [seed, setSeed] = useState<number | null>(0);
  const rested = useRested(rows, 300);
  const estimate = useCall("run_estimate", rested === null ? undefined : { recipe, rows: rested });
  const start = useAction(async () => {
    if (seed === null) return;
    await keep();
    const { run } = await call("run_start", { rows, seed });
    await Promise.all([refreshApp(), refreshVersions()]);
    onClose();
    go("runs", { run });
  });
  const { data } = estimate;
  const facts = [
    [t("recipe.run.time"), data && timeWords(data.seconds)],
    [t("recipe.run.memory"), data && bytes(data.memory)],
    [
      t("recipe.run.disk"),
      data && t("recipe.run.diskText", { disk: bytes(data.disk), free: bytes(data.free_disk) }),
    ],
    [
      t("recipe.run.prompt"),
      data && t("recipe.run.promptText", { tokens: count(Math.round(data.prompt_tokens)) }),
    ],
    [t("recipe.run.basis"), data?.basis],
  ];
  return (
    <Dialog
      title={t("recipe.run.title")}
      open
      onClose={onClose}
      size="small"
      data-testid="run-dialog"
      actions={
        <>
          <Button onPress={onClose}>{t("common.cancel")}</Button>
          <Button
            look="primary"
            onPress={() => start.run()}
            isDisabled={start.busy || rows === null || seed === null}
            data-testid="start-run"
          >
            {t("recipe.run.start")}
          </Button>
        </>
      }
    >
      <div className="stack">
        <NumberField
          label={t("recipe.run.rows")}
          hint={t("recipe.run.rowsHint")}
          value={rows}
          onChange={setRows}
          min={1}
          step={1}
          data-testid="run-rows"
        />
        <div className="row" style={{ alignItems: "start" }}>
          <NumberField
            label={t("recipe.run.seed")}
            hint={t("recipe.run.seedHint")}
            value={seed}
            onChange={setSeed}
            min={0}
            step={1}
          />
          <IconButton
            look="plain"
            className="seed-dice"
            label={t("recipe.run.newSeed")}
            onPress={() => setSeed(Math.floor(Math.random() * 1_000_000))}
          >
            <Dices aria-hidden />
          </IconButton>
        </div>
        {estimate.error ? <ErrorCallout error={estimate.error} /> : null}
        <dl className="facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value ?? t("recipe.run.estimating")}</dd>
            </div>
          ))}
        </dl>
        {start.error ? <ErrorCallout error={start.error} /> : null}
      </div>
    </Dialog>
  );
}

function timeWords(seconds: number | null): string {
  return seconds === null ? t("recipe.run.unknown") : t("recipe.run.about", { time: duration(seconds) });
}
