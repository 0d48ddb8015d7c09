import type { CurationPipelineStep } from "@/generated/CurationPipelineStep";
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
  /** It counts even where the gate would hold it back. */
  ignoresGate: boolean;
}

export type Steps = readonly EditedStep[];

let last = 0;

export function edited({ off, gate, ...step }: CurationPipelineStep): EditedStep {
  last += 1;
  return { key: `step-${last}`, step, off: off === true, ignoresGate: gate === "ignore" };
}

/** The same step once more, under a key of its own. */
export function copied(item: EditedStep): EditedStep {
  return { ...item, key: edited(item.step).key };
}

/** Whether a step is made: it is not left out, and says all that it must. */
export function counts({ off, step }: EditedStep): boolean {
  return !off && unfilled(step) === null;
}

/** The steps that say all they must, as the program takes and keeps them: those left out for now too. */
export function written(steps: Steps): CurationPipelineStep[] {
  return steps
    .filter(({ step }) => unfilled(step) === null)
    .map(({ step, off, ignoresGate }) => ({
      ...step,
      ...(off ? { off } : {}),
      ...(ignoresGate ? { gate: "ignore" as const } : {}),
    }));
}

/** A value with the names in order, so that two that say the same read the same. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

export function sameSteps(a: readonly CurationPipelineStep[], b: readonly CurationPipelineStep[]): boolean {
  return canonical(a) === canonical(b);
}

/** What a pipeline was measured to do, and which steps it had then. */
export interface Measured {
  /** Those that were made. */
  steps: Steps;
  /** The whole pipeline, with those left out. */
  pipeline: readonly CurationPipelineStep[];
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
    sameSteps(written(measured.steps.slice(0, at)), written(present.slice(0, at))) &&
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
  return measured !== null && sameSteps(measured.pipeline, written(now));
}
