import type { CurationRule } from "@/generated/CurationRule";
import type { CurationStep } from "@/generated/CurationStep";
import type { CurationView } from "@/generated/CurationView";
import type { StepView } from "@/generated/StepView";
import { unfilled } from "./kinds";
import { ruleOf, turned } from "./threshold";

/** A step under work. */
export interface EditedStep {
  /** Names it while steps are moved, changed and copied. */
  key: string;
  step: CurationStep;
  /** It is left out for now, to see what it is worth. */
  off: boolean;
}

export type Steps = readonly EditedStep[];

let last = 0;

export function edited(step: CurationStep): EditedStep {
  last += 1;
  return { key: `step-${last}`, step, off: false };
}

/** Whether a step is made: it is not left out, and says all that it must. */
export function counts({ off, step }: EditedStep): boolean {
  return !off && unfilled(step) === null;
}

/** The steps that are made, as the program takes them. */
export function inUse(steps: Steps): CurationStep[] {
  return steps.filter(counts).map(({ step }) => step);
}

/** A value with the names in order, so that two that say the same read the same. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

export function sameSteps(a: readonly CurationStep[], b: readonly CurationStep[]): boolean {
  return canonical(a) === canonical(b);
}

/** What a pipeline was measured to do, and which steps it had then. */
export interface Measured {
  steps: Steps;
  view: CurationView;
}

/** What is known of a step under work. */
export interface Known {
  /** Its number in the measured pipeline. */
  at: number;
  view: StepView;
  /** Its values are those that it would measure now: neither it, its limit aside, nor what goes before has changed. */
  holds: boolean;
}

export function known(measured: Measured | null, now: Steps, key: string): Known | null {
  const at = measured?.steps.findIndex((step) => step.key === key) ?? -1;
  const view = measured?.view.steps[at];
  const before = measured?.steps[at];
  if (!measured || !view || !before) return null;
  const present = now.filter((step) => counts(step) || step.key === key);
  const place = present.findIndex((step) => step.key === key);
  const step = present[place]?.step;
  const holds =
    step !== undefined &&
    place === at &&
    sameSteps(inUse(measured.steps.slice(0, at)), inUse(present.slice(0, at))) &&
    sameSteps([asMeasured(step, view.rule)], [asMeasured(before.step, view.rule)]);
  return { at, view, holds };
}

/** The step but for its limit and for what is done beyond it: neither changes what it measures. */
function asMeasured(step: CurationStep, rule: CurationRule): CurationStep {
  const own = ruleOf(step, rule);
  const bare = own ? turned(step, zeroed(own)) : step;
  return bare.kind === "label-errors" || bare.kind === "model-label" ? { ...bare, action: "drop" } : bare;
}

function zeroed(rule: CurationRule): CurationRule {
  switch (rule.kind) {
    case "at-least":
    case "below":
    case "relabel":
      return { ...rule, limit: 0 };
    case "best-of-label":
      return { ...rule, share: 0 };
    case "within":
      return { ...rule, low: 0, high: 0 };
    case "weigh":
      return rule;
  }
}

/** What a pipeline was measured to do still holds. */
export function isCurrent(measured: Measured | null, now: Steps): measured is Measured {
  return measured !== null && sameSteps(inUse(measured.steps), inUse(now));
}
