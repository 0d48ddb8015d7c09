import type { CurationRule } from "@/generated/CurationRule";
import type { CurationStep } from "@/generated/CurationStep";
import type { ValueBin } from "@/generated/ValueBin";
import { kindOf } from "./kinds";

/** A step as the document writes it: names and values. */
type Document = Readonly<Record<string, unknown>>;

function isPair(value: unknown): value is [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((end) => typeof end === "number");
}

/** The setting of a step that its rule is held to: what the handle moves; null where there is nothing to move. */
export function dialOf(step: CurationStep, form: CurationRule["kind"]): string | null {
  const document: Document = step;
  switch (form) {
    case "at-least":
    case "below":
    case "relabel":
      return typeof document.limit === "number" ? "limit" : null;
    case "best-of-label":
      return typeof document.share === "number" ? "share" : null;
    case "within":
      return Object.keys(document).find((name) => isPair(document[name])) ?? null;
    case "weigh":
      return null;
  }
}

/** What a step does with its values: with some kinds another setting decides. */
function formOf(step: CurationStep): CurationRule["kind"] | undefined {
  if ((step.kind === "label-errors" || step.kind === "model-label") && step.action === "relabel") {
    return "relabel";
  }
  if (step.kind === "rating" && step.better === "lower") return "below";
  return kindOf(step.kind)?.acts;
}

/** What a step does with its values as it is written now. `measured` is what the program said of it before. */
export function ruleOf(step: CurationStep, measured: CurationRule | null): CurationRule | null {
  const form = formOf(step) ?? measured?.kind;
  if (form === undefined) return null;
  const document: Document = step;
  const dial = dialOf(step, form);
  const value = dial === null ? undefined : document[dial];
  switch (form) {
    case "at-least":
    case "below":
    case "relabel":
      // What occurs or does not has no limit to move: it acts from the first occurrence on.
      return { kind: form, limit: typeof value === "number" ? value : 1 };
    case "best-of-label":
      return { kind: form, share: typeof value === "number" ? value : 1 };
    case "within":
      return isPair(value) ? { kind: form, low: value[0], high: value[1] } : measured;
    case "weigh":
      return { kind: form };
  }
}

/** The step with the numbers of a rule. */
export function turned(step: CurationStep, rule: CurationRule): CurationStep {
  const dial = dialOf(step, rule.kind);
  if (dial === null) return step;
  switch (rule.kind) {
    case "at-least":
    case "below":
    case "relabel":
      return { ...step, [dial]: rule.limit } as CurationStep;
    case "best-of-label":
      return { ...step, [dial]: rule.share } as CurationStep;
    case "within":
      return { ...step, [dial]: [rule.low, rule.high] } as CurationStep;
    case "weigh":
      return step;
  }
}

/** What the handles of a step move over. */
export interface Scale {
  low: number;
  high: number;
  /** The least that a handle moves, and what typed numbers are rounded to. */
  step: number;
  /** Decimals of values shown. */
  digits: number;
  /** Smallest and largest number that makes sense as a limit. */
  least: number;
  most: number;
}

/** The scale on which the values of a step and its limits lie. */
export function scaleOf(kind: string, rule: CurationRule, bins: readonly ValueBin[]): Scale {
  const known = kindOf(kind);
  if (rule.kind === "best-of-label") return { low: 0, high: 1, step: 0.01, digits: 2, least: 0, most: 1 };
  const found = bins.flatMap(({ low, high }) => [low, high]);
  const ends = found.length > 0 || known?.range ? [...found, ...(known?.range ?? [])] : limitsOf(rule);
  const bottom = ends.length > 0 ? Math.min(...ends) : 0;
  const top = ends.length > 0 ? Math.max(...ends) : 1;
  // Room beyond the last value, where a limit leaves every row as it is. A limit farther out stands at the end.
  const room = known?.range || rule.kind === "weigh" ? 0 : 0.04 * (top - bottom);
  const [low, high] = top > bottom ? [bottom - room, top + room] : [bottom, bottom + 1];
  const whole = known?.whole ?? false;
  const digits = whole ? 0 : Math.max(0, 2 - Math.floor(Math.log10(high - low)));
  const step = 10 ** -digits;
  // Of what is counted, no row has less than none, and each has at least that.
  const bottommost = rule.kind === "within" ? 0 : whole ? 1 : Number.NEGATIVE_INFINITY;
  const [least, most] = known?.range ?? [bottommost, Infinity];
  // A limit of 0 from which rows are dropped would drop them all.
  const barred = rule.kind === "below" && least === 0;
  return { low, high, step, digits, least: barred ? step : least, most };
}

/** The numbers of a rule that a handle can be put at, from the lowest on. */
export function limitsOf(rule: CurationRule): number[] {
  switch (rule.kind) {
    case "at-least":
    case "below":
    case "relabel":
      return [rule.limit];
    case "best-of-label":
      return [rule.share];
    case "within":
      return [rule.low, rule.high];
    case "weigh":
      return [];
  }
}

/** The rule with one of its numbers changed, held to the scale; two ends never pass each other. */
export function moved(rule: CurationRule, handle: number, to: number, scale: Scale): CurationRule {
  const held = Math.min(scale.most, Math.max(scale.least, to));
  const value = Number((Math.round(held / scale.step) * scale.step).toFixed(scale.digits));
  switch (rule.kind) {
    case "at-least":
    case "below":
    case "relabel":
      return { ...rule, limit: value };
    case "best-of-label":
      return { ...rule, share: value };
    case "within":
      return handle === 0
        ? { ...rule, low: Math.min(value, rule.high) }
        : { ...rule, high: Math.max(value, rule.low) };
    case "weigh":
      return rule;
  }
}

/** Place of a value along the scale, in [0, 1]. */
export function placeOf(value: number, { low, high }: Pick<Scale, "low" | "high">): number {
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}

/** A stretch of the scale, in [0, 1], on which a rule acts. */
export type Stretch = readonly [from: number, to: number];

/** Where on its scale a rule acts; the shares of a label that are kept come first. */
export function actsOn(rule: CurationRule, scale: Scale): Stretch[] {
  switch (rule.kind) {
    case "at-least":
      return [[0, placeOf(rule.limit, scale)]];
    case "below":
    case "relabel":
      return [[placeOf(rule.limit, scale), 1]];
    case "within":
      return [
        [0, placeOf(rule.low, scale)],
        [placeOf(rule.high, scale), 1],
      ];
    case "best-of-label":
      return [[placeOf(rule.share, scale), 1]];
    case "weigh":
      return [];
  }
}
