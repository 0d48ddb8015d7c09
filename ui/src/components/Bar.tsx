import "./Bar.css";

export interface BarPart {
  name: string;
  value: number;
  /** A CSS colour. */
  color: string;
}

/** A stacked bar of shares of `total`; the rest stays empty. */
export function Bar({
  label,
  parts,
  total,
  height = 8,
}: {
  label: string;
  parts: readonly BarPart[];
  total: number;
  height?: number;
}) {
  const text = parts.map((part) => `${part.name} ${part.value}`).join(", ");
  return (
    <div className="bar" role="img" aria-label={`${label}: ${text}`} style={{ height }}>
      {parts.map((part) => (
        <b
          key={part.name}
          style={{
            width: `${total > 0 ? Math.min(100, (100 * part.value) / total) : 0}%`,
            background: part.color,
          }}
        />
      ))}
    </div>
  );
}

/** Progress of one job, from 0 to 1, or without a figure while it is unknown. */
export function Progress({ label, value }: { label: string; value: number | null }) {
  const share = value === null ? undefined : Math.round(value * 100);
  return (
    <div
      className="bar progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share}
    >
      <b
        className={share === undefined ? "progress-unknown" : ""}
        style={{ width: `${share ?? 30}%`, background: "var(--accent)" }}
      />
    </div>
  );
}
