import { NumberField, Select, Switch, TextField } from "@/components/Field";
import type { CurationStep } from "@/generated/CurationStep";
import { t, tMaybe } from "@/locales/t";
import { items } from "@/pages/recipe/model/lists";
import { certaintyOf } from "../model/kinds";
import { type Setting, settingsOf, withSetting } from "../model/settings";
import { settingName } from "../model/words";
import { ListField } from "./ListField";

interface SettingsProps {
  step: CurationStep;
  /** The setting that the handle moves, which stands beside the histogram. */
  dial: string | null;
  /** Columns of numbers. */
  numbers: readonly string[];
  onChange: (step: CurationStep, field: string, typed: boolean) => void;
}

/** The settings of a step as a form, whatever they are. */
export function Settings({ step, dial, numbers, onChange }: SettingsProps) {
  const settings = settingsOf(step, dial);
  if (settings.length === 0) return null;
  return (
    <div className="row wrap step-settings">
      {settings.map((setting) => (
        <Field
          key={setting.name}
          setting={setting}
          numbers={numbers}
          onChange={(value, typed) => onChange(withSetting(step, setting.name, value), setting.name, typed)}
        />
      ))}
    </div>
  );
}

interface FieldProps {
  setting: Setting;
  numbers: readonly string[];
  onChange: (value: unknown, typed: boolean) => void;
}

function Field({ setting, numbers, onChange }: FieldProps) {
  const label = settingName(setting.name);
  const testid = `setting-${setting.name}`;
  switch (setting.form) {
    case "number":
      return (
        <NumberField
          label={label}
          value={setting.value}
          min={setting.whole ? 1 : undefined}
          step={setting.whole ? 1 : undefined}
          onChange={(value) => value !== null && onChange(value, true)}
          className="step-number"
          data-testid={testid}
        />
      );
    case "switch":
      return (
        <Switch
          label={label}
          value={setting.value}
          onChange={(value) => onChange(value, false)}
          data-testid={testid}
        />
      );
    case "column":
      return (
        <Select
          label={label}
          value={setting.value}
          onChange={(value) => onChange(value, false)}
          options={[...new Set([...numbers, setting.value])].map((id) => ({ id, name: id }))}
          data-testid={testid}
        />
      );
    case "choice": {
      const has = (id: string) => setting.name !== "labels" || numbers.includes(certaintyOf(id));
      return (
        <Select
          label={label}
          value={setting.value}
          onChange={(value) => onChange(value, false)}
          options={[...new Set([...setting.options.filter(has), setting.value])].map((id) => ({
            id,
            name: tMaybe(`curate.choice.${id}`, id),
          }))}
          data-testid={testid}
        />
      );
    }
    case "list":
      return (
        <ListField
          label={label}
          hint={t(setting.name === "languages" ? "curate.setting.languagesHint" : "curate.setting.listHint")}
          value={setting.value}
          onChange={(text) => onChange(items(text), true)}
          data-testid={testid}
        />
      );
    case "text":
      return (
        <TextField
          label={label}
          value={setting.value}
          onChange={(value) => onChange(value, true)}
          data-testid={testid}
        />
      );
    case "pair":
      return ([0, 1] as const).map((end) => (
        <NumberField
          key={end}
          label={`${label}, ${t(end === 0 ? "curate.setting.low" : "curate.setting.high")}`}
          value={setting.value[end]}
          onChange={(value) =>
            value !== null &&
            onChange(end === 0 ? [value, setting.value[1]] : [setting.value[0], value], true)
          }
          className="step-number"
        />
      ));
    case "other":
      return (
        <span className="small muted">
          {label}: <code>{JSON.stringify(setting.value)}</code>
        </span>
      );
  }
}
