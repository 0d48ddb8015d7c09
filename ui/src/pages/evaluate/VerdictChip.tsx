import { Chip } from "@/components/Chip";
import type { GateVerdict } from "@/generated/GateVerdict";
import { t } from "@/locales/t";

const tones = { helps: "good", harmless: "neutral", "cannot-tell": "neutral", hurts: "bad" } as const;

/** Whether something helps, in a word or two. */
export function VerdictChip({ verdict }: { verdict: GateVerdict }) {
  return (
    <Chip tone={tones[verdict]} data-testid="verdict">
      {t(`curate.gate.${verdict}`)}
    </Chip>
  );
}
