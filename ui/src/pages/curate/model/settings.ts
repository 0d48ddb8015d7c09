import type { CurationStep } from "@/generated/CurationStep";
import { certaintyOf } from "./kinds";

/** A setting of a step as a form shows it, by what kind of value it is. */
export type Setting =
  | { form: "number"; name: string; value: number; whole: boolean }
  | { form: "switch"; name: string; value: boolean }
  | { form: "list"; name: string; value: readonly string[] }
  | { form: "column"; name: string; value: string }
  | { form: "columns"; name: string; value: readonly string[] }
  | { form: "choice"; name: string; value: string; options: readonly string[] }
  | { form: "text"; name: string; value: string }
  | { form: "pair"; name: string; value: [number, number] }
  | { form: "other"; name: string; value: unknown };

/** Settings that count things, whatever step has them. */
const counts = new Set([
  "ngram",
  "neighbours",
  "rounds",
  "stages",
  "hidden",
  "words",
  "seed",
  "folds",
  "count",
  "epochs",
]);

/** Settings with few values. */
const choices: Readonly<Record<string, readonly string[]>> = {
  action: ["drop", "relabel"],
  better: ["higher", "lower"],
  features: ["automatic", "vectors", "n-grams"],
  labels: ["model_label", "freeal_label"],
};

/** What a step says where a setting is left to the program. */
const left: Readonly<Partial<Record<CurationStep["kind"], Record<string, unknown>>>> = {
  relabel: { features: "automatic" },
  rating: { student: false },
  dynamics: { columns: [] },
};

/** The settings of a step but for its kind and the one that its handle moves. */
export function settingsOf(step: CurationStep, dial: string | null): Setting[] {
  return Object.entries({ ...left[step.kind], ...shown(step) })
    .filter(([name]) => name !== "kind" && name !== dial)
    .map(([name, value]) => settingOf(name, value));
}

/** The step as its settings are shown: a column of a model's labels and that of their probabilities are one choice. */
function shown(step: CurationStep): Record<string, unknown> {
  if (step.kind !== "model-label" || step.certainty !== certaintyOf(step.column)) return step;
  const { column, certainty: _, ...others } = step;
  return { labels: column, ...others };
}

function settingOf(name: string, value: unknown): Setting {
  if (typeof value === "number") return { form: "number", name, value, whole: counts.has(name) };
  if (typeof value === "boolean") return { form: "switch", name, value };
  if (typeof value === "string") {
    if (name === "column") return { form: "column", name, value };
    const options = choices[name];
    return options ? { form: "choice", name, value, options } : { form: "text", name, value };
  }
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item === "string")) {
      return { form: name === "columns" ? "columns" : "list", name, value };
    }
    const [low, high] = value as unknown[];
    if (value.length === 2 && typeof low === "number" && typeof high === "number") {
      return { form: "pair", name, value: [low, high] };
    }
  }
  return { form: "other", name, value };
}

/** The step with a setting changed. One that is left to the program is not said. */
export function withSetting(step: CurationStep, name: string, value: unknown): CurationStep {
  const changed =
    name === "labels" && typeof value === "string"
      ? { column: value, certainty: certaintyOf(value) }
      : { [name]: value };
  const entries = Object.entries({ ...step, ...changed });
  const said = entries.filter(
    ([other, own]) => JSON.stringify(left[step.kind]?.[other]) !== JSON.stringify(own),
  );
  return Object.fromEntries(said) as CurationStep;
}
