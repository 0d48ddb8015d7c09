import { Checkbox, NumberField, Select, Switch, TextField } from "@/components/Field";
import type { CurationStep } from "@/generated/CurationStep";
import { t, tMaybe } from "@/locales/t";
import { items } from "@/pages/recipe/model/lists";
import { certaintyOf } from "../model/kinds";
import { isLanguage, languageOf } from "../model/languages";
import { type Setting, settingsOf, withSetting } from "../model/settings";
import { settingName } from "../model/words";
import { ListField } from "./ListField";

interface SettingsProps {
  step: CurationStep;
  /** The setting that the handle moves, which stands beside the histogram. */
  dial: string | null;
  /** Columns of numbers. */
  numbers: readonly string[];
  /** All columns that are known. */
  columns: readonly string[];
  onChange: (step: CurationStep, field: string, typed: boolean) => void;
}

/** The settings of a step as a form, whatever they are. */
export function Settings({ step, dial, numbers, columns, onChange }: SettingsProps) {
  const settings = settingsOf(step, dial);
  if (settings.length === 0) return null;
  return (
    <div className="row wrap step-settings">
      {settings.map((setting) => (
        <Field
          key={setting.name}
          label={settingName(step.kind, setting.name)}
          setting={setting}
          numbers={numbers}
          columns={columns}
          onChange={(value, typed) => onChange(withSetting(step, setting.name, value), setting.name, typed)}
        />
      ))}
    </div>
  );
}

interface FieldProps {
  label: string;
  setting: Setting;
  numbers: readonly string[];
  columns: readonly string[];
  onChange: (value: unknown, typed: boolean) => void;
}

function Field({ label, setting, numbers, columns, onChange }: FieldProps) {
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
    case "columns": {
      const { value } = setting;
      const offered = [...new Set([...columns, ...value])];
      if (offered.length === 0) return null;
      const choose = (id: string, chosen: boolean) =>
        onChange(chosen ? [...value, id] : value.filter((other) => other !== id), false);
      return (
        <div className="row wrap step-columns" role="group" aria-label={label} data-testid={testid}>
          <span className="small muted">{label}</span>
          {offered.map((id) => (
            <Checkbox
              key={id}
              label={id}
              value={value.includes(id)}
              onChange={(chosen) => choose(id, chosen)}
              data-testid={`column-${id}`}
            />
          ))}
        </div>
      );
    }
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
          problem={setting.name === "languages" ? languageProblem(setting.value) : undefined}
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

/** The first of some languages that is not named by its code, and the code that is wanted. */
function languageProblem(languages: readonly string[]): string | undefined {
  const word = languages.find((code) => !isLanguage(code));
  if (word === undefined) return undefined;
  const meant = languageOf(word);
  return meant
    ? t("curate.setting.languageMeant", { word, ...meant })
    : t("curate.setting.languageUnknown", { word });
}
