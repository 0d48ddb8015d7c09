import type { Check } from "@/generated/Check";
import type { Condition } from "@/generated/Condition";
import type { Demonstration } from "@/generated/Demonstration";
import type { Recipe } from "@/generated/Recipe";
import type { Sampling } from "@/generated/Sampling";
import type { Step } from "@/generated/Step";
import { t } from "@/locales/t";
import { freshName } from "./lists";
import { fieldNames, namesInPrompts } from "./names";

/** Parts of a recipe as they are when somebody adds one. */

export function freshCondition(recipe: Recipe): Condition {
  return { name: freshName(t("recipe.conditions.newName"), namesInPrompts(recipe)), values: [] };
}

export function freshDemonstration(recipe: Recipe): Demonstration {
  return {
    name: freshName(t("recipe.demonstrations.newName"), namesInPrompts(recipe)),
    source: recipe.sources[0]?.name ?? "",
    select: "random",
    count: 3,
    matching: null,
    similarity: "tf-idf",
    query: null,
    pinned: [],
  };
}

/** How tokens are drawn where a recipe does not say. */
export const plainSampling: Sampling = {
  temperature: 1,
  top_k: null,
  top_p: 1,
  min_p: 0,
  repetition_penalty: 1,
  presence_penalty: 0,
  suppression: 0,
  self_debiasing: 0,
  stop: [],
  max_tokens: 256,
};

export function freshStep(recipe: Recipe): Step {
  const last = recipe.steps.at(-1);
  return {
    id: freshName(
      t("recipe.steps.newName"),
      recipe.steps.map(({ id }) => id),
    ),
    model: "generator",
    demonstrations: [],
    prompt: "{{ task.goal }}",
    method: "write",
    when: null,
    repeat: null,
    formulas: {},
    output: {
      [freshName("text", namesInPrompts(recipe))]: {
        type: "string",
        words: null,
        strict: false,
        pattern: null,
      },
    },
    json: false,
    sampling: last?.sampling ?? plainSampling,
  };
}

export const checkKinds = [
  "length",
  "required",
  "forbidden",
  "holds",
  "likely",
  "rouge-l",
  "duplicate",
] as const;

export type CheckKind = (typeof checkKinds)[number];

/** A check of the first field of a recipe, or of another that it makes. */
export function freshCheck(kind: CheckKind, recipe: Recipe, field = fieldNames(recipe)[0] ?? "text"): Check {
  switch (kind) {
    case "length":
      return { kind, field, words: [10, 100], band: null, tolerance: 0 };
    case "required":
      return { kind, field, words: [], values_of: [] };
    case "forbidden":
      return { kind, field, words: [] };
    case "rouge-l":
      return { kind, field, max: 0.7 };
    case "duplicate":
      return { kind, field };
    case "likely":
      return { kind, field, min: -2 };
    case "holds":
      return { kind, field, test: `${field} != ''` };
  }
}
