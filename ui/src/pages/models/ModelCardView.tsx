import { Check, LoaderCircle, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/Button";
import { Chip } from "@/components/Chip";
import type { ModelEntry } from "@/generated/ModelEntry";
import { t } from "@/locales/t";
import { FactList } from "./FactList";
import { FitLine } from "./FitLine";
import { factsOf } from "./facts";

interface ModelCardViewProps {
  model: ModelEntry;
  loading: boolean;
  /** Another model is being loaded. */
  busy: boolean;
  onUse: () => void;
  onRemove: () => void;
}

export function ModelCardView({ model, loading, busy, onUse, onRemove }: ModelCardViewProps) {
  const [asked, setAsked] = useState(false);
  const builtIn = model.origin === "built-in";
  return (
    <li
      className="card model-card"
      data-active={model.active || undefined}
      data-testid={`model-card-${model.id}`}
    >
      <header className="row">
        <h2 className="truncate" title={model.card.name}>
          {model.card.name}
        </h2>
        <span className="spacer" />
        {model.active ? (
          <Chip tone="good">
            <Check aria-hidden />
            {t("models.active")}
          </Chip>
        ) : null}
      </header>
      <FitLine fit={model.fit} />
      <FactList facts={factsOf(model)} />
      <p className="muted small model-origin" title={model.path ?? undefined}>
        {builtIn ? t("models.builtIn") : model.path}
      </p>
      <footer className="row">
        {model.active ? null : (
          <Button
            onPress={onUse}
            isDisabled={busy || model.fit.verdict === "too-big"}
            data-testid={`model-use-${model.id}`}
          >
            {loading ? <LoaderCircle aria-hidden className="turning" /> : null}
            {t(loading ? "models.loading" : "models.use")}
          </Button>
        )}
        <span className="spacer" />
        {builtIn || model.active ? null : asked ? (
          <>
            <span className="small muted">{t("models.removeAsk")}</span>
            <Button size="small" look="danger" onPress={onRemove}>
              {t("common.remove")}
            </Button>
            <Button size="small" look="quiet" onPress={() => setAsked(false)}>
              {t("common.cancel")}
            </Button>
          </>
        ) : (
          <Button size="small" look="quiet" onPress={() => setAsked(true)}>
            <Trash2 aria-hidden />
            {t("common.remove")}
          </Button>
        )}
      </footer>
    </li>
  );
}
