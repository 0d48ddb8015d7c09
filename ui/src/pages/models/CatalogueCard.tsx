import { Download as DownloadIcon } from "lucide-react";
import { Button } from "@/components/Button";
import { Callout, ErrorCallout } from "@/components/Callout";
import { Chip } from "@/components/Chip";
import type { CatalogueModel } from "@/generated/CatalogueModel";
import type { Download } from "@/generated/Download";
import { bytes, count } from "@/locales/format";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { useAction } from "@/state/call";
import { languageWords, licenseName, speedFact } from "./catalogue";
import { DownloadLine } from "./DownloadLine";
import { FactList } from "./FactList";
import { FitLine } from "./FitLine";
import { parameters } from "./facts";

interface CatalogueCardProps {
  model: CatalogueModel;
  download: Download | null;
  allowed: boolean;
}

/** One model that can be downloaded. */
export function CatalogueCard({ model, download, allowed }: CatalogueCardProps) {
  const start = useAction(() => call("download_start", { id: model.id }));
  return (
    <li className="card model-card" data-testid={`catalogue-${model.id}`}>
      <header className="row">
        <h3 className="truncate">{model.name}</h3>
        <span className="muted small truncate">{model.maker}</span>
        <span className="spacer" />
        {model.verified ? null : <Chip title={t("models.unverifiedMeaning")}>{t("models.unverified")}</Chip>}
      </header>
      {model.obstacle === null ? <FitLine fit={model.fit} /> : <Callout>{model.obstacle}</Callout>}
      <FactList
        facts={[
          { name: t("models.fact.size"), value: `${parameters(model.parameters)} · ${bytes(model.bytes)}` },
          {
            name: t("models.fact.context"),
            value: t("models.tokens", { count: count(model.context) }),
          },
          { name: t("models.fact.languages"), value: languageWords(model) },
          { name: t("models.fact.license"), value: licenseName(model.license) },
          speedFact(model),
        ]}
      />
      {model.license_note ? <p className="muted small">{model.license_note}</p> : null}
      <footer className="stack">
        {start.error ? <ErrorCallout error={start.error} /> : null}
        {download ? (
          <DownloadLine download={download} onResume={() => start.run()} allowed={allowed} />
        ) : (
          <div className="row">
            {model.installed ? (
              <span className="muted">{t("models.here")}</span>
            ) : (
              <Button
                onPress={() => start.run()}
                isDisabled={!allowed || model.obstacle !== null || start.busy}
                data-testid={`download-${model.id}`}
              >
                <DownloadIcon aria-hidden />
                {t("models.download")}
              </Button>
            )}
            <span className="spacer" />
            <span className="muted small truncate" title={model.repository}>
              {model.repository}
            </span>
          </div>
        )}
      </footer>
    </li>
  );
}
