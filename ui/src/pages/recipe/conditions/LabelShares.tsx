import { NumberField } from "@/components/Field";
import { percent } from "@/locales/format";
import { t } from "@/locales/t";

export interface LabelSharesProps {
  labels: string[];
  weights: Record<string, number>;
  /** How often each label comes, in [0, 1]. */
  shares: readonly number[];
  onChange: (weights: Record<string, number>) => void;
}

/** The task's labels with their weights; a weight of 1 is not written down. */
export function LabelShares({ labels, weights, shares, onChange }: LabelSharesProps) {
  if (labels.length === 0) return <p className="muted small">{t("recipe.labels.none")}</p>;
  return (
    <div className="value-board">
      {labels.map((label, at) => (
        <div key={label} className="value-chip label-chip">
          <span>{label}</span>
          <NumberField
            label={t("recipe.labels.weight", { label })}
            hideLabel
            value={weights[label] ?? 1}
            min={0.0001}
            onChange={(next) => {
              const { [label]: _before, ...rest } = weights;
              onChange(next === null || next === 1 ? rest : { ...weights, [label]: next });
            }}
          />
          <span className="value-share">{percent(shares[at] ?? 0)}</span>
        </div>
      ))}
    </div>
  );
}
