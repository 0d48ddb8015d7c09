import { NumberField } from "@/components/Field";
import type { CurationRule } from "@/generated/CurationRule";
import { t } from "@/locales/t";
import { limitsOf, moved, type Scale } from "../model/threshold";

interface LimitFieldsProps {
  rule: CurationRule;
  scale: Scale;
  onChange: (rule: CurationRule) => void;
}

/** The numbers of a rule, to be typed. */
export function LimitFields({ rule, scale, onChange }: LimitFieldsProps) {
  const name = (handle: number) => {
    if (rule.kind === "within") return t(handle === 0 ? "curate.dial.from" : "curate.dial.to");
    return t(rule.kind === "best-of-label" ? "curate.dial.share" : "curate.dial.limit");
  };
  // Typed numbers may be finer than a hand can drag; numbers of words stay whole.
  const finer = scale.digits === 0 ? 0 : 2;
  const typing = { ...scale, step: scale.step * 10 ** -finer, digits: scale.digits + finer };
  return limitsOf(rule).map((value, handle) => (
    <span key={handle} className="row dial-field">
      <span className="small muted" aria-hidden>
        {name(handle)}
      </span>
      <NumberField
        label={name(handle)}
        hideLabel
        value={value}
        onChange={(typed) => typed !== null && onChange(moved(rule, handle, typed, typing))}
        format={{ maximumFractionDigits: typing.digits, useGrouping: false }}
        data-testid={`dial-number-${handle}`}
      />
    </span>
  ));
}
