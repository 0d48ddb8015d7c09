import { useState } from "react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Card } from "@/components/Card";
import { Switch, TextField } from "@/components/Field";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { changeSettings, keepSettings, refreshApp, useApp } from "@/state/app";
import { useAction } from "@/state/call";

/** Whether the program may ask the network for models, and whom. */
export function NetworkPanel() {
  const settings = useApp((store) => store.app?.settings.downloads ?? null);
  const tokenKept = useApp((store) => store.app?.hub_token ?? false);
  const [token, setToken] = useState("");
  const keep = useAction(async (value: string | null) => {
    await call("hub_token_set", { token: value });
    setToken("");
    await refreshApp();
  });
  if (!settings) return null;
  return (
    <Card className="network-panel" data-testid="network-panel">
      <div className="stack">
        <Switch
          label={t("models.allow")}
          hint={t(settings.allowed ? "models.allowed" : "models.notAllowed")}
          value={settings.allowed}
          onChange={(allowed) => {
            changeSettings({ downloads: { ...settings, allowed } });
            // The next click may be a download.
            void keepSettings();
          }}
          data-testid="models-allow-downloads"
        />
        {settings.allowed ? (
          <details>
            <summary>{t("models.hub")}</summary>
            <div className="network-fields">
              <TextField
                label={t("models.endpoint")}
                hint={t("models.endpointHint")}
                placeholder="https://huggingface.co"
                value={settings.endpoint}
                onChange={(endpoint) => changeSettings({ downloads: { ...settings, endpoint } })}
                onBlur={() => void keepSettings()}
                mono
                data-testid="models-endpoint"
              />
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
