import type { CurationCounts } from "@/generated/CurationCounts";
import type { CurationRule } from "@/generated/CurationRule";
import type { CurationStep } from "@/generated/CurationStep";
import type { GateReport } from "@/generated/GateReport";
import { t, tMaybe } from "@/locales/t";
import type { Scale } from "./threshold";

/** 'Near duplicates'; a kind that this window does not know is called as the document calls it. */
export function nameOf(kind: string): string {
  return tMaybe(`curate.step.${kind}.name`, kind.replaceAll("-", " "));
}

export function doesOf(kind: string): string {
  return tMaybe(`curate.step.${kind}.does`, t("curate.step.unknown.does"));
}

/** What the values of a step are. */
export function valueNameOf(kind: string): string {
  return tMaybe(`curate.step.${kind}.value`, t("curate.step.unknown.value"));
}

/** What a setting is called, which with some kinds of step is another name than with others. */
export function settingName(kind: string, name: string): string {
  const usual = tMaybe(`curate.setting.${name}`, name.replaceAll("_", " "));
  return tMaybe(`curate.ownSetting.${kind}.${name}`, usual);
}

const one = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** 0.785 → '78.5 %'. */
export function points(share: number): string {
  return `${one.format(100 * share)} %`;
}

/** 0.012 → '+1.2', -0.047 → '−4.7'. */
export function difference(by: number): string {
  const words = shownPoints(by);
  return `${by < 0 && words !== "0.0" ? "−" : "+"}${words}`;
}

/** 0.031 → '3.1', without a sign. */
export function shownPoints(by: number): string {
  return one.format(Math.abs(100 * by));
}

/** 'Students answer 78.0 % rightly before, 81.5 % after (+1.2 to +5.8 points).' */
export function gateWords({ before, after, low, high }: GateReport): string {
  return t("curate.gate.words", {
    before: points(before),
    after: points(after),
    low: difference(low),
    high: difference(high),
  });
}

/** A value of a step, to so many decimals at most. On a scale all have the same decimals, so that none jumps while a handle is dragged. */
export function shownValue(value: number, on: Pick<Scale, "digits"> | number = 3): string {
  const most = typeof on === "object" ? on.digits : Number.isInteger(value) ? 0 : on;
  const least = typeof on === "object" ? on.digits : Math.min(2, most);
  const format = new Intl.NumberFormat("en", { minimumFractionDigits: least, maximumFractionDigits: most });
  // No minus stands before a zero.
  return format
    .format(value)
    .replace(/^-(?=0(\.0*)?$)/, "")
    .replace("-", "−");
}

/** 'drops 412', or what the step would do were it in force. */
export function doesWords(counts: CurationCounts, inForce: boolean): string {
  const parts = [
    counts.dropped > 0 &&
      t(inForce ? "curate.card.drops" : "curate.card.wouldDrop", { count: counts.dropped }),
    counts.relabelled > 0 &&
      t(inForce ? "curate.card.relabels" : "curate.card.wouldRelabel", { count: counts.relabelled }),
    counts.weighed > 0 &&
      t(inForce ? "curate.card.weighs" : "curate.card.wouldWeigh", { count: counts.weighed }),
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(", ") : t("curate.card.nothing");
}

/** What the two sides of a limit are: the rows that stay as they are, and those that the step acts on. */
export function sidesOf(
  rule: CurationRule,
  counts: CurationCounts,
): { stays: [number, string]; acted: [number, string] } {
  if (rule.kind === "relabel") {
    return {
      stays: [counts.measured - counts.relabelled, t("curate.dial.sameLabel")],
      acted: [counts.relabelled, t("curate.dial.relabelled")],
    };
  }
  return {
    stays: [counts.measured - counts.dropped, t("curate.dial.kept")],
    acted: [counts.dropped, t("curate.dial.dropped")],
  };
}

/** '1 Exact duplicates, 2 Near duplicates'. */
export function listed(steps: readonly CurationStep[]): string {
  return steps.map(({ kind }, at) => `${at + 1} ${nameOf(kind)}`).join(", ");
}
