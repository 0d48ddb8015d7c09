import { Label, Slider, SliderThumb, SliderTrack } from "react-aria-components";
import { NumberField } from "@/components/Field";
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
      <Slider minValue={0} maxValue={100} step={5} value={value} isDisabled={disabled} onChange={onChange}>
        <Label className="field-label">{t("review.reviewers.share")}</Label>
        <SliderTrack className="reviewers-track">
          <SliderThumb className="reviewers-thumb" />
        </SliderTrack>
      </Slider>
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
