import { Bar } from "@/components/Bar";
import { decimal } from "@/locales/format";
import { t } from "@/locales/t";
import { fullSurprise } from "./surprise";

/** Mean surprise of a row's free tokens as a short bar; a dash where there were none. */
export function SurpriseBar({ value }: { value: number | null }) {
  if (value === null) return <span className="muted">–</span>;
  const surprise = Math.max(0, -value);
  const words = t("data.surprise.value", { nats: decimal(surprise, 2) });
  return (
    <span className="surprise" title={words}>
      <Bar
        label={words}
        total={fullSurprise}
        parts={[{ name: t("data.column._surprise"), value: surprise, color: "var(--step)" }]}
        height={6}
      />
    </span>
  );
}
