import { Check, LoaderCircle, Sparkles, X } from "lucide-react";
import { useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { Button } from "@/components/Button";
import { Callout, ErrorCallout } from "@/components/Callout";
import type { Recipe } from "@/generated/Recipe";
import type { Suggestions } from "@/generated/Suggestions";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { useAction } from "@/state/call";

interface SuggestTrayProps {
  recipe: Recipe;
  condition: string;
  /** The value of the condition that this one depends on. */
  on?: string;
  onAccept: (values: string[]) => void;
}

/** Values that the model proposes, each to be accepted or dropped. */
export function SuggestTray({ recipe, condition, on, onAccept }: SuggestTrayProps) {
  const [proposals, setProposals] = useState<Suggestions | null>(null);
  const [seed, setSeed] = useState(0);
  const ask = useAction(async () => {
    setProposals(await call("values_suggest", { recipe, condition, case: on ?? null, seed }));
    setSeed(seed + 1);
  });
  const drop = (value: string) =>
    setProposals(
      (before) =>
        before && {
          values: before.values.filter((other) => other !== value),
          blurring: before.blurring.filter((other) => other.value !== value),
        },
    );
  const accept = (value: string) => {
    onAccept([value]);
    drop(value);
  };
  const values = proposals?.values ?? [];
  const blurring = proposals?.blurring ?? [];
  return (
    <div className="stack-tight">
      <div className="row">
        <Button
          size="small"
          onPress={() => ask.run()}
          isDisabled={ask.busy}
          data-testid={on === undefined ? `suggest-${condition}` : `suggest-${condition}-${on}`}
        >
          {ask.busy ? <LoaderCircle aria-hidden className="turning" /> : <Sparkles aria-hidden />}
          {t(ask.busy ? "recipe.suggest.busy" : "recipe.suggest.ask")}
        </Button>
        {values.length > 1 ? (
          <>
            <Button
              size="small"
              look="quiet"
              onPress={() => {
                onAccept(values);
                setProposals({ values: [], blurring });
              }}
            >
              {t("recipe.suggest.all", { count: values.length })}
            </Button>
            <Button size="small" look="quiet" onPress={() => setProposals(null)}>
              {t("recipe.suggest.none")}
            </Button>
          </>
        ) : null}
      </div>
      {ask.error ? <ErrorCallout error={ask.error} /> : null}
      {proposals && values.length + blurring.length === 0 ? (
        <Callout>{t("recipe.suggest.nothing")}</Callout>
      ) : null}
      {values.length > 0 ? (
        <div className="suggest-tray" role="group" aria-label={t("recipe.suggest.tray")}>
          {values.map((value) => (
            <Proposed key={value} value={value} onAccept={accept} onDrop={drop} />
          ))}
        </div>
      ) : null}
      {blurring.length > 0 ? (
        <div className="suggest-tray" role="group" aria-label={t("recipe.suggest.blurring")}>
          <p className="muted small">{t("recipe.suggest.blurringText")}</p>
          {blurring.map(({ value, case: other }) => (
            <Proposed key={value} value={value} other={other} onAccept={accept} onDrop={drop} />
          ))}
        </div>
      ) : null}
    </div>
  );
}

interface ProposedProps {
  value: string;
  /** The other case that the value is as typical of. */
  other?: string;
  onAccept: (value: string) => void;
  onDrop: (value: string) => void;
}

function Proposed({ value, other, onAccept, onDrop }: ProposedProps) {
  return (
    <span className="suggest-chip">
      <AriaButton
        className="suggest-accept"
        aria-label={t("recipe.suggest.accept", { value })}
        onPress={() => onAccept(value)}
      >
        <Check aria-hidden size={13} /> {value}
        {other === undefined ? null : <span className="muted">{t("recipe.suggest.other", { other })}</span>}
      </AriaButton>
      <AriaButton
        className="suggest-drop"
        aria-label={t("recipe.suggest.drop", { value })}
        onPress={() => onDrop(value)}
      >
        <X aria-hidden size={13} />
      </AriaButton>
    </span>
  );
}
