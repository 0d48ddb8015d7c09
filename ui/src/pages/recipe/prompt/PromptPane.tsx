import { Dices, PinOff } from "lucide-react";
import { useEffect } from "react";
import { Button, IconButton } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Tabs } from "@/components/Tabs";
import type { Recipe } from "@/generated/Recipe";
import { count, percent } from "@/locales/format";
import { t } from "@/locales/t";
import { useApp } from "@/state/app";
import { useCall, useRested } from "@/state/call";
import { useProblems } from "../model/problems";
import { Legend } from "./Legend";
import { Preview } from "./Preview";
import { PromptText } from "./PromptText";
import { rollDice, usePrompt } from "./state";
import "./Prompt.css";

/** The rendered prompt of one row, always beside the form, and a preview below it. */
export function PromptPane({ recipe }: { recipe: Recipe }) {
  const { draw, step, pins } = usePrompt();
  const rested = useRested(recipe, 150);
  const shown = rested.steps.find(({ id }) => id === step) ?? rested.steps[0];
  const { data, error, loading, reload } = useCall(
    "prompt_render",
    shown && { recipe: rested, draw, step: shown.id, pins: heldPins(pins, rested) },
  );
  const model = useApp((store) => store.app?.model?.id);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another model counts tokens in another way
  useEffect(reload, [model, reload]);
  const broken = useProblems().some(({ severity }) => severity === "error");
  const pinned = Object.keys(pins).length;
  return (
    <aside className="prompt-pane" aria-label={t("recipe.prompt.title")} data-testid="prompt-pane">
      <div className="row prompt-head">
        <h2 className="truncate">{t("recipe.prompt.row", { row: draw + 1 })}</h2>
        <IconButton size="small" label={t("recipe.prompt.dice")} onPress={rollDice} data-testid="dice">
          <Dices aria-hidden />
        </IconButton>
        {pinned > 0 ? (
          <Button size="small" look="quiet" onPress={() => usePrompt.setState({ pins: {} })}>
            <PinOff aria-hidden /> {t("recipe.prompt.unpinAll", { count: pinned })}
          </Button>
        ) : null}
        <span className="spacer" />
        {data ? (
          <span className="muted small" data-testid="prompt-tokens">
            {t("recipe.prompt.tokens", {
              tokens: count(data.tokens),
              share: percent(data.tokens / Math.max(1, data.context)),
            })}
          </span>
        ) : null}
      </div>
      {rested.steps.length > 1 && shown ? (
        <Tabs
          label={t("recipe.prompt.steps")}
          value={shown.id}
          onChange={(id) => usePrompt.setState({ step: id })}
          tabs={rested.steps.map(({ id }) => ({ id, name: id, testid: `prompt-step-${id}` }))}
        />
      ) : null}
      <div className="prompt-scroll" aria-busy={loading}>
        {error && broken && data ? <p className="muted small">{t("recipe.prompt.stale")}</p> : null}
        {error && !(broken && data) ? <ErrorCallout error={error} /> : null}
        {data ? (
          <div className="card prompt-card" data-stale={error ? true : undefined}>
            {data.messages.map((message) => (
              <section key={message.role} className="prompt-message">
                <h4>{message.role === "system" ? t("recipe.prompt.system") : t("recipe.prompt.user")}</h4>
                <PromptText pieces={message.pieces} conditions={data.conditions} pins={pins} />
              </section>
            ))}
            <Legend messages={data.messages} />
          </div>
        ) : null}
        {shown ? null : <p className="muted">{t("recipe.prompt.noStep")}</p>}
      </div>
      <Preview recipe={recipe} pins={heldPins(pins, recipe)} />
    </aside>
  );
}

/** Pins of conditions that the recipe still has. */
function heldPins<T>(pins: Record<string, T>, recipe: Recipe): Record<string, T> {
  const names = new Set(recipe.conditions.map(({ name }) => name));
  return Object.fromEntries(Object.entries(pins).filter(([name]) => names.has(name)));
}
