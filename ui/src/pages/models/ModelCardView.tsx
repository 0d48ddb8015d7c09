import { Check, Gauge, LoaderCircle, Trash2, Usb } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "@/components/Button";
import { Callout, ErrorCallout } from "@/components/Callout";
import { Chip } from "@/components/Chip";
import type { ModelEntry } from "@/generated/ModelEntry";
import { bytes } from "@/locales/format";
import { t } from "@/locales/t";
import { call, pickSave } from "@/platform";
import { useAction } from "@/state/call";
import { FactList } from "./FactList";
import { FitLine } from "./FitLine";
import { factsOf } from "./facts";
import { TemplateNote } from "./TemplateNote";

interface ModelCardViewProps {
  model: ModelEntry;
  loading: boolean;
  /** Another model is being loaded. */
  busy: boolean;
  onUse: () => void;
  onRemove: () => void;
  /** Something about it has changed. */
  onChanged: () => void;
}

export function ModelCardView({ model, loading, busy, onUse, onRemove, onChanged }: ModelCardViewProps) {
  const [asked, setAsked] = useState(false);
  const [copied, setCopied] = useState<string | null>(null);
  const measure = useAction(async () => {
    await call("model_measure");
    onChanged();
  });
  const copy = useAction(async () => {
    const name = model.path?.split(/[\\/]/).at(-1) ?? "model.gguf";
    const path = await pickSave(t("models.copyTo"), name, [
      { name: t("models.files"), extensions: ["gguf"] },
    ]);
    if (path === null) return;
    setCopied((await call("model_copy", { id: model.id, path })).record);
  });
  const error = measure.error ?? copy.error;
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
      <TemplateNote template={model.template} />
      {model.card.notice === null ? null : <Callout>{model.card.notice}</Callout>}
      {error ? <ErrorCallout error={error} /> : null}
      {copied ? <Callout>{t("models.copied", { record: copied })}</Callout> : null}
      <p className="muted small model-origin" title={model.path ?? undefined}>
        {builtIn ? t("models.builtIn") : (model.repository ?? model.path)}
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
        {model.active ? (
          <Button onPress={() => measure.run()} isDisabled={measure.busy} data-testid="model-measure">
            {measure.busy ? <LoaderCircle aria-hidden className="turning" /> : <Gauge aria-hidden />}
            {t(measure.busy ? "models.measuring" : "models.measure")}
          </Button>
        ) : null}
        <span className="spacer" />
        {builtIn || asked ? null : (
          <IconButton
            size="small"
            label={t(copy.busy ? "models.copying" : "models.copy")}
            onPress={() => copy.run()}
            isDisabled={copy.busy}
          >
            <Usb aria-hidden />
          </IconButton>
        )}
        {builtIn || model.active ? null : asked ? (
          <>
            <span className="small muted">
              {model.deletes === null
                ? t("models.removeAsk")
                : t("models.deleteAsk", { size: bytes(model.deletes) })}
            </span>
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
