import { Fragment } from "react";
import { Radio, RadioGroup } from "react-aria-components";
import { useCommands } from "@/app/commands";
import { Card } from "@/components/Card";
import { NumberField, Switch, TextField } from "@/components/Field";
import { Kbd } from "@/components/Kbd";
import type { Theme } from "@/generated/Theme";
import { bytes } from "@/locales/format";
import { t } from "@/locales/t";
import { changeSettings, useApp } from "@/state/app";
import { EncoderCard } from "./EncoderCard";
import { libraries } from "./libraries";
import "./Settings.css";
import { pageKeys } from "./keys";

const themes: readonly Theme[] = ["system", "light", "dark"];

export default function SettingsPage() {
  const app = useApp((store) => store.app);
  const groups = useCommands((store) => store.groups);
  if (!app) return null;
  const { settings, hardware } = app;
  const shell = (groups.shell ?? []).flatMap(({ name, keys }) => (keys ? [{ name, keys }] : []));
  return (
    <div className="settings-page stack">
      <h1>{t("page.settings.title")}</h1>
      <Card title={t("settings.look.title")}>
        <RadioGroup
          className="row"
          aria-label={t("settings.look.theme")}
          value={settings.theme}
          onChange={(theme) => changeSettings({ theme: theme as Theme })}
        >
          {themes.map((theme) => (
            <Radio key={theme} value={theme} className="theme-choice" data-testid={`theme-${theme}`}>
              {t(`settings.look.${theme}`)}
            </Radio>
          ))}
        </RadioGroup>
      </Card>
      <Card title={t("settings.work.title")}>
        <div className="settings-fields">
          <TextField
            label={t("settings.work.reviewer")}
            hint={t("settings.work.reviewerHint")}
            value={settings.reviewer}
            onChange={(reviewer) => changeSettings({ reviewer })}
            data-testid="settings-reviewer"
          />
          <NumberField
            label={t("settings.work.batch")}
            hint={t("settings.work.batchHint")}
            value={settings.batch === 0 ? null : settings.batch}
            placeholder={t("settings.work.automatic")}
            onChange={(batch) => changeSettings({ batch: batch ?? 0 })}
            min={0}
            max={512}
            step={1}
            data-testid="settings-batch"
          />
        </div>
        <div className="stack settings-switches">
          <Switch
            label={t("settings.work.stayAwake")}
            hint={t("settings.work.stayAwakeHint")}
            value={settings.stay_awake}
            onChange={(stay_awake) => changeSettings({ stay_awake })}
            data-testid="settings-stay-awake"
          />
          <Switch
            label={t("settings.work.notify")}
            hint={t("settings.work.notifyHint")}
            value={settings.notify}
            onChange={(notify) => changeSettings({ notify })}
            data-testid="settings-notify"
          />
        </div>
      </Card>
      <EncoderCard />
      <Card title={t("settings.keys.title")}>
        <dl className="shortcut-columns">
          {[...shell, ...pageKeys()].map(({ name, keys }) => (
            <Fragment key={name}>
              <dt>{name}</dt>
              <dd>
                <Kbd keys={keys} />
              </dd>
            </Fragment>
          ))}
        </dl>
      </Card>
      <Card title={t("settings.about.title")} note={t("settings.about.version", { version: app.version })}>
        <div className="stack">
          <p>{t("settings.about.text")}</p>
          <p className="muted">
            {t("settings.about.computer", {
              cores: hardware.cores,
              memory: bytes(hardware.memory),
              available: bytes(hardware.available),
            })}
          </p>
          <details>
            <summary>{t("settings.about.libraries")}</summary>
            <ul className="libraries small">
              {libraries.map((library) => (
                <li key={library.name} className="row">
                  <span>{library.name}</span>
                  <span className="spacer" />
                  <span className="muted">{library.license}</span>
                </li>
              ))}
            </ul>
          </details>
        </div>
      </Card>
    </div>
  );
}
