import { Button } from "@/components/Button";
import { Callout, ErrorCallout } from "@/components/Callout";
import { Card } from "@/components/Card";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { useAction, useCall } from "@/state/call";
import { FactList } from "./FactList";
import { FitLine } from "./FitLine";
import { factsOfFile } from "./facts";
import { TemplateNote } from "./TemplateNote";

interface ImportPanelProps {
  path: string;
  onClose: () => void;
  onImported: () => void;
}

/** What a model file is, before it joins the list. */
export function ImportPanel({ path, onClose, onImported }: ImportPanelProps) {
  const inspection = useCall("model_inspect", { path });
  const add = useAction(async () => {
    await call("model_import", { path });
    onImported();
  });
  const file = inspection.data;
  return (
    <Card
      title={file?.name ?? t("models.reading")}
      note={path}
      className="import-panel"
      data-testid="model-inspection"
    >
      <div className="stack">
        {inspection.error ? <ErrorCallout error={inspection.error} /> : null}
        {file ? (
          <>
            {file.supported ? <FitLine fit={file.fit} /> : null}
            {file.obstacle ? <Callout tone="warning">{file.obstacle}</Callout> : null}
            <FactList facts={factsOfFile(file)} />
            <TemplateNote template={file.template} />
          </>
        ) : null}
        {add.busy ? <p className="muted small">{t("models.hashing")}</p> : null}
        {add.error ? <ErrorCallout error={add.error} /> : null}
        <div className="row">
          <Button
            look="primary"
            onPress={() => add.run()}
            isDisabled={!file?.supported || add.busy}
            data-testid="model-import-confirm"
          >
            {t("models.add")}
          </Button>
          <Button look="quiet" onPress={onClose}>
            {t("common.cancel")}
          </Button>
          <span className="muted small">{t(file?.recorded ? "models.recorded" : "models.noCopy")}</span>
        </div>
      </div>
    </Card>
  );
}
