import { FileInput } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { Button } from "@/components/Button";
import { Callout, ErrorCallout } from "@/components/Callout";
import type { Download } from "@/generated/Download";
import { t } from "@/locales/t";
import { call, pickOpen } from "@/platform";
import { useApp } from "@/state/app";
import { useAction, useCall } from "@/state/call";
import { onNotice } from "@/state/events";
import { CataloguePart } from "./CataloguePart";
import { ImportPanel } from "./ImportPanel";
import { ModelCardView } from "./ModelCardView";
import { NetworkPanel } from "./NetworkPanel";
import { useFileDrag } from "./useFileDrag";
import "./Models.css";

const noDownloads: Download[] = [];

/** Models that can be used, the way to add a file, and models that can be downloaded. */
export default function ModelsPage() {
  const models = useCall("model_list", null);
  const catalogue = useCall("catalogue_list", null);
  const [file, setFile] = useState<string | null>(null);
  const [loading, setLoading] = useState<string | null>(null);
  const failure = useApp((store) => store.modelFailure);
  const memory = useApp((store) => store.app?.hardware ?? null);
  const downloads = useApp((store) => store.app?.downloads ?? noDownloads);
  const allowed = useApp((store) => store.app?.settings.downloads.allowed ?? false);
  const { reload: reloadModels } = models;
  const { reload: reloadCatalogue } = catalogue;
  const reload = useCallback(() => {
    reloadModels();
    reloadCatalogue();
  }, [reloadModels, reloadCatalogue]);
  const dragged = useFileDrag((paths) => setFile(paths[0] ?? null));
  useEffect(
    () =>
      onNotice("download", ({ download }) => {
        if (download.status === "done") reload();
      }),
    [reload],
  );
  useEffect(
    () =>
      onNotice("model", ({ model, failure: why }) => {
        if (model === null && why === null) return;
        setLoading(null);
        reload();
      }),
    [reload],
  );
  const pick = useAction(async () => {
    const path = await pickOpen(t("models.pick"), [{ name: t("models.files"), extensions: ["gguf"] }]);
    if (path !== null) setFile(path);
  });
  const use = useAction(async (id: string) => {
    setLoading(id);
    try {
      await call("model_use", { id });
      useApp.setState({ modelFailure: null });
    } catch (thrown) {
      setLoading(null);
      throw thrown;
    }
  });
  const remove = useAction(async (id: string) => {
    await call("model_remove", { id });
    reload();
  });
  const error = models.error ?? catalogue.error ?? pick.error ?? use.error ?? remove.error;
  return (
    <div className="models-page stack" data-dragged={dragged || undefined}>
      <header className="row wrap">
        <h1>{t("page.models.title")}</h1>
        {memory ? (
          <span className="muted">
            {t("models.computer", { cores: memory.cores, memory: Math.round(memory.memory / 1e9) })}
          </span>
        ) : null}
        <span className="spacer" />
        <Button
          look={file === null ? "primary" : "plain"}
          onPress={() => pick.run()}
          isDisabled={pick.busy}
          data-testid="model-import"
        >
          <FileInput aria-hidden />
          {t("models.import")}
        </Button>
      </header>
      {error ? <ErrorCallout error={error} /> : null}
      {failure ? <Callout tone="error">{failure}</Callout> : null}
      {file === null ? null : (
        <ImportPanel
          key={file}
          path={file}
          onClose={() => setFile(null)}
          onImported={() => {
            setFile(null);
            reload();
          }}
        />
      )}
      <ul className="model-cards" aria-label={t("page.models.title")}>
        {(models.data ?? []).map((model) => (
          <ModelCardView
            key={model.id}
            model={model}
            loading={loading === model.id}
            busy={loading !== null || use.busy}
            onUse={() => use.run(model.id)}
            onRemove={() => remove.run(model.id)}
            onChanged={reload}
          />
        ))}
      </ul>
      <p className="muted small">{t("models.hint")}</p>
      <NetworkPanel />
      {catalogue.data ? (
        <CataloguePart models={catalogue.data} downloads={downloads} allowed={allowed} />
      ) : null}
      {dragged ? (
        <div className="drop-here" aria-hidden>
          {t("models.dropHere")}
        </div>
      ) : null}
    </div>
  );
}
