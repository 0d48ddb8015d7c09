import { Radio, RadioGroup } from "react-aria-components";
import { Callout } from "@/components/Callout";
import { NumberField, Switch } from "@/components/Field";
import type { ExportOptions } from "@/generated/ExportOptions";
import type { Format } from "@/generated/Format";
import { t } from "@/locales/t";
import { formats, usualSplit, withPrivate, withPrompts } from "./options";
import { PresetFields } from "./PresetFields";

interface OptionsFormProps {
  options: ExportOptions;
  fields: readonly string[];
  privateSources: readonly string[];
  onChange: (options: ExportOptions) => void;
}

export function OptionsForm({ options, fields, privateSources, onChange }: OptionsFormProps) {
  const { split } = options;
  return (
    <>
      <RadioGroup
        className="export-group"
        aria-label={t("export.format.label")}
        value={options.format}
        onChange={(format) => onChange({ ...options, format: format as Format })}
      >
        <h2>{t("export.format.label")}</h2>
        <div className="format-choices">
          {formats.map((format) => (
            <Radio
              key={format}
              value={format}
              className="format-choice"
              data-testid={`export-format-${format}`}
            >
              <b>{t(`export.format.${format}`)}</b>
              <span className="muted small">{t(`export.formatFor.${format}`)}</span>
            </Radio>
          ))}
        </div>
      </RadioGroup>
      <PresetFields
        preset={options.preset}
        fields={fields}
        onChange={(preset) => onChange({ ...options, preset })}
      />
      <section className="export-group">
        <h2>{t("export.split.title")}</h2>
        <Switch
          label={t("export.split.switch")}
          value={split !== null}
          onChange={(on) => onChange({ ...options, split: on ? usualSplit : null })}
          data-testid="export-split"
        />
        {split ? (
          <div className="row split-fields">
            {(["train", "validation", "test"] as const).map((part) => (
              <NumberField
                key={part}
                label={t(`export.split.${part}`)}
                value={split[part]}
                min={0}
                max={100}
                step={1}
                unit="%"
                onChange={(share) => onChange({ ...options, split: { ...split, [part]: share ?? 0 } })}
              />
            ))}
          </div>
        ) : null}
      </section>
      <section className="export-group">
        <h2>{t("export.more")}</h2>
        <Switch
          label={t("export.card")}
          hint={t("export.cardHint")}
          value={options.card}
          onChange={(card) => onChange({ ...options, card })}
        />
        <Switch
          label={t("export.prompts")}
          hint={t("export.promptsHint")}
          value={options.include_prompts}
          onChange={(include) => onChange(withPrompts(options, include))}
          data-testid="export-prompts"
        />
        {options.include_prompts && privateSources.length > 0 ? (
          <div className="stack-tight private-sources">
            <p className="small">{t("export.private.text")}</p>
            {privateSources.map((source) => (
              <Switch
                key={source}
                label={t("export.private.include", { source })}
                value={options.include_private.includes(source)}
                onChange={(include) => onChange(withPrivate(options, source, include))}
                data-testid={`export-private-${source}`}
              />
            ))}
            {options.include_private.length > 0 ? (
              <Callout tone="warning">
                {t("export.private.warning", { sources: options.include_private.join(", ") })}
              </Callout>
            ) : null}
          </div>
        ) : null}
      </section>
    </>
  );
}
