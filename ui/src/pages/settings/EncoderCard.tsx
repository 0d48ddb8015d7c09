import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Card } from "@/components/Card";
import { t } from "@/locales/t";
import { call, pickFolder } from "@/platform";
import { refreshApp, useApp } from "@/state/app";
import { useAction } from "@/state/call";

/** What compares texts by what they say: a sentence encoder of the user's, or the language model. */
export function EncoderCard() {
  const encoder = useApp((store) => store.app?.settings.encoder ?? "");
  const change = useAction(async (path: string) => {
    await call("encoder_set", { path });
    await refreshApp();
  });
  const pick = async () => {
    const path = await pickFolder(t("settings.encoder.pick"));
    if (path !== null) change.run(path);
  };
  return (
    <Card title={t("settings.encoder.title")}>
      <div className="stack">
        <p className="muted">{t("settings.encoder.note")}</p>
        <div className="row">
          <span className={encoder ? "mono" : ""} data-testid="encoder">
            {encoder || t("settings.encoder.none")}
          </span>
          <span className="spacer" />
          {encoder ? (
            <Button
              size="small"
              onPress={() => change.run("")}
              isDisabled={change.busy}
              data-testid="encoder-none"
            >
              {t("settings.encoder.drop")}
            </Button>
          ) : null}
          <Button
            size="small"
            onPress={() => void pick()}
            isDisabled={change.busy}
            data-testid="encoder-pick"
          >
            {t("settings.encoder.choose")}
          </Button>
        </div>
        {change.error ? <ErrorCallout error={change.error} /> : null}
      </div>
    </Card>
  );
}
