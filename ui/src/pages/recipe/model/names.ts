import type { Part } from "@/components/Chip";
import type { Recipe } from "@/generated/Recipe";
import type { Step } from "@/generated/Step";

/** Something a prompt can name. */
export interface Variable {
  /** What stands between the braces. */
  name: string;
  origin: Part | "input";
  /** What it inserts where it is more than its name in braces. */
  insert?: string | undefined;
}

/** Everything that the prompt of a step can name; fields of the step itself are left out. */
export function variables(recipe: Recipe, step: number): Variable[] {
  const own = recipe.steps[step];
  const found: Variable[] = [
    { name: "task.goal", origin: "task" },
    { name: "task.codebook", origin: "task" },
  ];
  if (recipe.task.labels.length > 0) {
    found.push({
      name: "task.labels",
      origin: "task",
      insert: "{% for label in task.labels %}\n- {{ label.name }}: {{ label.definition }}\n{% endfor %}",
    });
  }
  for (const condition of recipe.conditions) {
    found.push({ name: condition.name, origin: "condition", insert: insertOf(condition) });
    for (const part of partsOf(condition, recipe))
      found.push({ name: `${condition.name}.${part}`, origin: "condition" });
  }
  const input = recipe.sources.find((source) => source.name === recipe.task.input);
  for (const field of Object.keys(input?.fields ?? {}))
    found.push({ name: `input.${field}`, origin: "input" });
  for (const name of own?.demonstrations ?? []) {
    const block = recipe.demonstrations.find((candidate) => candidate.name === name);
    const source = recipe.sources.find((candidate) => candidate.name === block?.source);
    const fields = Object.keys(source?.fields ?? {});
    const shown = (fields.length > 0 ? fields : ["text"]).map((field) => `{{ shot.${field} }}`).join("\n");
    found.push({
      name,
      origin: "demonstration",
      insert: `{% for shot in ${name} %}\n${shown}\n{% endfor %}`,
    });
  }
  const repeat = own?.repeat ?? null;
  if (repeat !== null && "each" in repeat) found.push({ name: "item", origin: "step" });
  const readsItself = repeat !== null && "until" in repeat;
  recipe.steps.forEach((other, at) => {
    if (at !== step || readsItself)
      for (const field of madeBy(other)) found.push({ name: field, origin: "step" });
  });
  return found;
}

/** The fields of a step, with those that say how sure it is. */
export function madeBy(step: Step): string[] {
  return Object.keys(step.output).flatMap((name) => [
    name,
    ...certainties(step, name).map((ending) => `${name}${ending}`),
  ]);
}

/** What is put to the name of a field to name how sure its step is of it. */
export function certainties({ method, repeat }: Step, field: string): string[] {
  const voted = repeat !== null && "vote" in repeat && repeat.vote.on === field;
  return [...(method === "score" ? ["_confidence"] : []), ...(voted ? ["_agreement"] : [])];
}

/** What a step can be taken for, item by item: lists of other steps, and drawn words. */
export function listNames(recipe: Recipe, step: number): string[] {
  const words = recipe.conditions
    .filter((condition) => "words" in condition || "facts" in condition)
    .map(({ name }) => name);
  const made = recipe.steps.flatMap((other, at) =>
    at === step
      ? []
      : Object.entries(other.output)
          .filter(([, { type }]) => type === "list" || type === "spans" || makesLists(other))
          .map(([name]) => name),
  );
  return [...words, ...made];
}

/** Whether a step makes a list of each of its fields. */
export function makesLists({ repeat }: Step): boolean {
  return repeat !== null && ("each" in repeat || ("until" in repeat && repeat.until.gather));
}

/** Facts are read one by one. */
function insertOf(condition: Recipe["conditions"][number]): string | undefined {
  if (!("facts" in condition)) return undefined;
  const fact = "{{ fact.subject }} | {{ fact.relation }} | {{ fact.object }}";
  return `{% for fact in ${condition.name} %}\n${fact}\n{% endfor %}`;
}

function partsOf(condition: Recipe["conditions"][number], recipe: Recipe): string[] {
  if ("rows" in condition) {
    const source = recipe.sources.find(({ name }) => name === condition.rows.source);
    return Object.keys(source?.fields ?? {});
  }
  if ("labels" in condition) return ["verbalizer", "definition"];
  if ("tree" in condition) return ["path"];
  if ("values" in condition && condition.values.some(({ value }) => Array.isArray(value)))
    return ["low", "high"];
  return [];
}

/** Names of every field that a finished row may hold, in the order made. */
export function fieldNames(recipe: Recipe): string[] {
  return recipe.steps.flatMap((step) => Object.keys(step.output));
}

/** Names that are taken: conditions, demonstrations and fields share one space of them. */
export function namesInPrompts(recipe: Recipe): string[] {
  return [
    ...recipe.conditions.map(({ name }) => name),
    ...recipe.demonstrations.map(({ name }) => name),
    ...fieldNames(recipe),
  ];
}
