import type { ArenaView } from "@/generated/ArenaView";
import { percent } from "@/locales/format";
import { t } from "@/locales/t";

/** Whether the side on which a row stood has decided anything, in words; null before any pair was decided. */
export function positionWords({ left_wins }: Pick<ArenaView, "left_wins">, byModel = false): string | null {
  if (left_wins === null) return null;
  const [share, low, high] = left_wins;
  const values = { share: percent(share), low: Math.round(low * 100), high: Math.round(high * 100) };
  if (byModel && (low > 0.5 || high < 0.5)) return t("evaluate.arena.model.leans", values);
  if (low > 0.5) return t("evaluate.arena.position.left", values);
  if (high < 0.5) return t("evaluate.arena.position.right", values);
  return t("evaluate.arena.position.none", values);
}
