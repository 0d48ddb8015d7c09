import { Slider as AriaSlider, Label, SliderThumb, SliderTrack } from "react-aria-components";
import "./Slider.css";

export interface SliderProps {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  disabled?: boolean;
  onChange: (value: number) => void;
  "data-testid"?: string;
}

/** A number within bounds, set by hand where the exact one matters little. */
export function Slider({ label, value, min, max, step, disabled, onChange, ...props }: SliderProps) {
  return (
    <AriaSlider
      {...props}
      minValue={min}
      maxValue={max}
      step={step}
      value={value}
      isDisabled={disabled}
      onChange={onChange}
    >
      <Label className="field-label">{label}</Label>
      <SliderTrack className="slider-track">
        <SliderThumb className="slider-thumb" />
      </SliderTrack>
    </AriaSlider>
  );
}
