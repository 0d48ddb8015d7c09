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

/** Two ends in one unit: the unit stands once, after the upper one; 'to' where a dash would read as a minus. */
function between(low: number, high: number, show: (value: number) => string): string {
  const bare = show(low).replace(/\s*[^\d.,]+$/, "");
  return low < 0 || high < 0 ? t("evaluate.ends", { low: bare, high: show(high) }) : `${bare}–${show(high)}`;
}

/** '88–94 %'; null where no interval is known. */
export function intervalWords({ low, high, unit }: Pick<Measure, "low" | "high" | "unit">): string | null {
  if (low === null || high === null) return null;
  return between(low, high, (value) => showFigure(value, unit));
}

/** '91 % (88–94 %)'. */
export function valueWords(measure: Measure): string {
  const interval = intervalWords(measure);
  const value = showFigure(measure.value, measure.unit);
  return interval === null ? value : `${value} (${interval})`;
}

/** '91 % (88–94 %), n = 500'. */
export function figureWords(measure: Measure): string {
  return t("evaluate.figure", { value: valueWords(measure), n: measure.n });
}

/** A difference with its sign, '+3.1 pp' where shares differ: 'percent' would say that one is so much of the other. */
export function differenceWords(value: number, unit: Unit): string {
  const size =
    unit === "share"
      ? t("evaluate.unit.points", { value: decimal(Math.abs(value) * 100, 1) })
      : showFigure(Math.abs(value), unit);
  if (!/[1-9]/.test(size)) return size;
  return `${value < 0 ? "−" : "+"}${size}`;
}

/** '+1.2 to +4.9 pp'. */
export function differenceInterval([low, high]: readonly [number, number], unit: Unit): string {
  const bare = differenceWords(low, unit).replace(/\s*[^\d.,]+$/, "");
  return t("evaluate.ends", { low: bare, high: differenceWords(high, unit) });
}

/** What a figure means, how it was made and by which encoder. */
export function definitionOf({ meaning, note, encoder }: Measure): string {
  return [meaning, note, encoder ? t("evaluate.encoder", { encoder }) : null].filter(Boolean).join(" ");
}
