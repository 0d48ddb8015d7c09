import { Checkbox } from "@/components/Field";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";

interface RunPickerProps {
  label: string;
  runs: readonly RunSummary[];
  value: readonly number[];
  onChange: (runs: number[]) => void;
  testid: string;
}

/** Several runs, each with what tells it from the others. */
export function RunPicker({ label, runs, value, onChange, testid }: RunPickerProps) {
  return (
    <fieldset className="run-picker">
      <legend className="field-label">{label}</legend>
      {runs.map(({ run, accepted, dropped, version, model }) => (
        <Checkbox
          key={run}
          label={
            <>
              {t("runs.choice", { run, rows: accepted, dropped })}{" "}
              <span className="muted small">{t("runs.choiceDetail", { version, model })}</span>
            </>
          }
          value={value.includes(run)}
          onChange={(on) => onChange(on ? [...value, run] : value.filter((other) => other !== run))}
          data-testid={`${testid}-${run}`}
        />
      ))}
    </fieldset>
  );
}
