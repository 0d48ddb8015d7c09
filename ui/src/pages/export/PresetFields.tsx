import { Select, TextField } from "@/components/Field";
import type { Preset } from "@/generated/Preset";
import type { Shape } from "@/generated/Shape";
import { t } from "@/locales/t";
import { presetOf, shapes } from "./options";

interface PresetFieldsProps {
  preset: Preset | null;
  fields: readonly string[];
  onChange: (preset: Preset | null) => void;
}

/** Shape of a row: the plain table, or what tools for fine-tuning read, with a field for each of its parts. */
export function PresetFields({ preset, fields, onChange }: PresetFieldsProps) {
  const options = fields.map((field) => ({ id: field, name: field }));
  const none = { id: "", name: t("export.preset.noField") };
  return (
    <section className="export-group">
      <h2>{t("export.preset.title")}</h2>
      <Select<Shape | "table">
        label={t("export.preset.shape")}
        hideLabel
        value={preset?.shape ?? "table"}
        onChange={(shape) => onChange(shape === "table" ? null : presetOf(shape, fields, preset))}
        options={(["table", ...shapes] as const).map((id) => ({
          id,
          name: t(`export.preset.${id}`),
          detail: t(`export.presetDetail.${id}`),
        }))}
        data-testid="export-preset"
      />
      {preset ? (
        <div className="preset-fields">
          <Select
            label={t(preset.shape === "alpaca" ? "export.preset.instruction" : "export.preset.user")}
            value={preset.instruction}
            onChange={(instruction) => onChange({ ...preset, instruction })}
            options={options}
          />
          {preset.shape === "alpaca" ? (
            <Select
              label={t("export.preset.input")}
              value={preset.input ?? ""}
              onChange={(input) => onChange({ ...preset, input: input === "" ? null : input })}
              options={[none, ...options]}
            />
          ) : null}
          <Select
            label={t(preset.shape === "alpaca" ? "export.preset.output" : "export.preset.assistant")}
            value={preset.output}
            onChange={(output) => onChange({ ...preset, output })}
            options={options}
          />
          <TextField
            label={t("export.preset.system")}
            hint={t("export.preset.systemHint")}
            value={preset.system ?? ""}
            onChange={(system) => onChange({ ...preset, system: system === "" ? null : system })}
            className="preset-system"
          />
        </div>
      ) : null}
    </section>
  );
}
