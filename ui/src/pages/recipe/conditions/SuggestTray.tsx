import { Check, LoaderCircle, Sparkles, X } from "lucide-react";
import { useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { Button } from "@/components/Button";
import { Callout, ErrorCallout } from "@/components/Callout";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { useAction } from "@/state/call";

interface SuggestTrayProps {
  recipe: Recipe;
  condition: string;
  onAccept: (values: string[]) => void;
}

/** Values that the model proposes, each to be accepted or dropped. */
export function SuggestTray({ recipe, condition, onAccept }: SuggestTrayProps) {
  const [proposed, setProposed] = useState<string[] | null>(null);
  const [seed, setSeed] = useState(0);
  const ask = useAction(async () => {
    const { values } = await call("values_suggest", { recipe, condition, seed });
    setSeed(seed + 1);
    setProposed(values);
  });
  const drop = (value: string) => setProposed((before) => before?.filter((other) => other !== value) ?? null);
  return (
    <div className="stack-tight">
      <div className="row">
        <Button
          size="small"
          onPress={() => ask.run()}
          isDisabled={ask.busy}
          data-testid={`suggest-${condition}`}
        >
          {ask.busy ? <LoaderCircle aria-hidden className="turning" /> : <Sparkles aria-hidden />}
          {t(ask.busy ? "recipe.suggest.busy" : "recipe.suggest.ask")}
        </Button>
        {proposed && proposed.length > 1 ? (
          <>
            <Button
              size="small"
              look="quiet"
              onPress={() => {
                onAccept(proposed);
                setProposed(null);
              }}
            >
              {t("recipe.suggest.all", { count: proposed.length })}
            </Button>
            <Button size="small" look="quiet" onPress={() => setProposed(null)}>
              {t("recipe.suggest.none")}
            </Button>
          </>
        ) : null}
      </div>
      {ask.error ? <ErrorCallout error={ask.error} /> : null}
      {proposed?.length === 0 ? <Callout>{t("recipe.suggest.nothing")}</Callout> : null}
      {proposed && proposed.length > 0 ? (
        <div className="suggest-tray" role="group" aria-label={t("recipe.suggest.tray")}>
          {proposed.map((value) => (
            <span key={value} className="suggest-chip">
              <AriaButton
                className="suggest-accept"
                aria-label={t("recipe.suggest.accept", { value })}
                onPress={() => {
                  onAccept([value]);
                  drop(value);
                }}
              >
                <Check aria-hidden size={13} /> {value}
              </AriaButton>
              <AriaButton
                className="suggest-drop"
                aria-label={t("recipe.suggest.drop", { value })}
                onPress={() => drop(value)}
              >
                <X aria-hidden size={13} />
              </AriaButton>
            </span>
          ))}
        </div>
      ) : null}
    </div>
  );
}
