import type { Measure } from "@/generated/Measure";
import type { Unit } from "@/generated/Unit";
import { decimal, percent } from "@/locales/format";
import { t } from "@/locales/t";

/** A figure in its unit. */
export function showFigure(value: number | null, unit: Unit): string {
  if (value === null) return "–";
  switch (unit) {
    case "share":
      return percent(value);
    case "count":
      return decimal(value, 0);
    case "words":
      return t("evaluate.unit.words", { value: decimal(value, 1) });
    case "log-probability":
      return t("evaluate.unit.nats", { value: decimal(value, 2) });
    case "score":
      return decimal(value, 3);
  }
}

/** '88–94 %': the unit stands once, after the upper end; null where no interval is known. */
export function intervalWords(measure: Measure): string | null {
  const { low, high, unit } = measure;
  if (low === null || high === null) return null;
  const bare = showFigure(low, unit).replace(/\s*[^\d.,]+$/, "");
  return `${bare}–${showFigure(high, unit)}`;
}

/** '91 % (88–94 %), n = 500'. */
export function figureWords(measure: Measure): string {
  const interval = intervalWords(measure);
  const value = showFigure(measure.value, measure.unit);
  return t("evaluate.figure", { value: interval === null ? value : `${value} (${interval})`, n: measure.n });
}
