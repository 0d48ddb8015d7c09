import { NumberField } from "@/components/Field";
import { Slider } from "@/components/Slider";
import { t } from "@/locales/t";

interface ShareFieldProps {
  /** In percent. */
  value: number;
  disabled: boolean;
  onChange: (value: number) => void;
}

/** The share of rows that several reviewers read, by hand or by number. */
export function ShareField({ value, disabled, onChange }: ShareFieldProps) {
  return (
    <div className="row reviewers-share">
      <Slider
        label={t("review.reviewers.share")}
        value={value}
        min={0}
        max={100}
        step={5}
        disabled={disabled}
        onChange={onChange}
      />
      <NumberField
        label={t("review.reviewers.share")}
        hideLabel
        value={value}
        min={0}
        max={100}
        step={1}
        unit="%"
        disabled={disabled}
        onChange={(typed) => typed !== null && onChange(typed)}
        data-testid="reviewers-share"
      />
    </div>
  );
}
