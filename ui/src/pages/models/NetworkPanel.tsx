import { useState } from "react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Card } from "@/components/Card";
import { Switch, TextField } from "@/components/Field";
import type { DownloadSettings } from "@/generated/DownloadSettings";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { refreshApp, useApp } from "@/state/app";
import { useAction } from "@/state/call";

/** Whether the program may ask the network for models, and whom. The program asks the user once more before it may. */
export function NetworkPanel() {
  const settings = useApp((store) => store.app?.settings.downloads ?? null);
  const tokenKept = useApp((store) => store.app?.hub_token ?? false);
  const [endpoint, setEndpoint] = useState<string | null>(null);
  const [token, setToken] = useState("");
  const change = useAction(async (downloads: DownloadSettings) => {
    await call("downloads_set", downloads);
    await refreshApp();
    setEndpoint(null);
  });
  const keep = useAction(async (value: string | null) => {
    await call("hub_token_set", { token: value });
    setToken("");
    await refreshApp();
  });
  if (!settings) return null;
  const refused = change.error?.code === "cancelled" ? null : change.error;
  const address = () => change.run({ allowed: true, endpoint: endpoint ?? "" });
  return (
    <Card className="network-panel" data-testid="network-panel">
      <div className="stack">
        <Switch
          label={t("models.allow")}
          hint={t(settings.allowed ? "models.allowed" : "models.notAllowed")}
          value={settings.allowed}
          onChange={(allowed) => change.run({ ...settings, allowed })}
          disabled={change.busy}
          data-testid="models-allow-downloads"
        />
        {refused ? <ErrorCallout error={refused} /> : null}
        {settings.allowed ? (
          <details>
            <summary>{t("models.hub")}</summary>
            <div className="network-fields">
              <TextField
                label={t("models.endpoint")}
                hint={t("models.endpointHint")}
                placeholder="https://huggingface.co"
                value={endpoint ?? settings.endpoint}
                onChange={setEndpoint}
                onEnter={address}
                mono
                data-testid="models-endpoint"
              />
              <div className="row">
                <Button
                  size="small"
                  onPress={address}
                  isDisabled={endpoint === null || endpoint === settings.endpoint || change.busy}
                  data-testid="models-endpoint-use"
                >
                  {t("models.endpointUse")}
                </Button>
              </div>
              <TextField
                label={t("models.token")}
                hint={t(tokenKept ? "models.tokenKept" : "models.tokenHint")}
                placeholder={tokenKept ? "••••••••" : "hf_…"}
                value={token}
                onChange={setToken}
                onEnter={() => keep.run(token)}
                mono
                data-testid="models-token"
              />
              <div className="row">
                <Button size="small" onPress={() => keep.run(token)} isDisabled={token === "" || keep.busy}>
                  {t("models.tokenSave")}
                </Button>
                {tokenKept ? (
                  <Button size="small" look="quiet" onPress={() => keep.run(null)} isDisabled={keep.busy}>
                    {t("models.tokenForget")}
                  </Button>
                ) : null}
              </div>
              {keep.error ? <ErrorCallout error={keep.error} /> : null}
            </div>
          </details>
        ) : null}
      </div>
    </Card>
  );
}
