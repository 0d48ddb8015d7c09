import { expect, test } from "vitest";
import type { Recipe } from "@/generated/Recipe";
import type { Step } from "@/generated/Step";
import { reviews } from "@/platform/fixture/recipe";
import { renameCondition, renameDemonstration, renameField, renameInTemplate } from "./rename";

test.each([
  ["{{ topic }} and topic", "{{ subject }} and topic"],
  ["{{ topic.path }}", "{{ subject.path }}"],
  ["{{ topics }} {{ x.topic }}", "{{ topics }} {{ x.topic }}"],
  ["{{ topiç }} {{ éntopic }}", "{{ topiç }} {{ éntopic }}"],
  ["{% if topic == 'topic' %}", "{% if subject == 'topic' %}"],
])("%s becomes %s", (template, expected) => {
  expect(renameInTemplate(template, "topic", "subject")).toBe(expected);
});

test.each([
  ["पुस", "ग्रंथ", "{{ पुस }} {{ पुस्तक }}", "{{ ग्रंथ }} {{ पुस्तक }}"],
  ["тема", "предмет", "{{ тема.path }} {{ тематика }}", "{{ предмет.path }} {{ тематика }}"],
  ["หัว", "เรื่อง", "{{ หัว }} {{ หัวข้อ }}", "{{ เรื่อง }} {{ หัวข้อ }}"],
  ["topic", "$&", "{{ topic }}", "{{ $& }}"],
])("%s becomes %s in %s", (from, to, template, expected) => {
  expect(renameInTemplate(template, from, to)).toBe(expected);
});

test("a condition's new name reaches prompts and checks", () => {
  const renamed = renameCondition(reviews, "length", "size");
  expect(renamed.conditions.map(({ name }) => name)).toEqual(["label", "aspect", "style", "size"]);
  expect(renamed.steps[0]?.prompt).toContain("{{ size.low }}");
  expect(renamed.checks[0]).toMatchObject({ kind: "length", band: "size" });
});

test("a field's new name reaches checks and keeps its place", () => {
  const renamed = renameField(reviews, 0, "text", "review_text");
  expect(Object.keys(renamed.steps[0]?.output ?? {})).toEqual(["review_text"]);
  expect(renamed.checks.map(({ field }) => field)).toEqual(["review_text", "review_text", "review_text"]);
});

const [model] = reviews.steps;
if (!model) throw new Error("the recipe has a step");

/** A recipe whose step is as sure of `label` as the ending says, and all places that may name that. */
function naming(step: Partial<Step>, ending: string): Recipe {
  const sure = `label${ending}`;
  return {
    ...reviews,
    task: { ...reviews.task, fields: ["label", sure] },
    steps: [
      { ...(model as Step), id: "judge", output: { label: { type: "label" } }, ...step },
      {
        ...(model as Step),
        id: "explain",
        prompt: `{{ label }} ({{ ${sure} }})`,
        when: `${sure} > 0.5`,
        repeat: { until: { test: `${sure} < 0.9`, most: 2, gather: false } },
        formulas: { doubt: `1 - ${sure}` },
        output: { doubt: { type: "number", min: null, max: null } },
      },
    ],
    checks: [
      { kind: "holds", field: sure, test: `${sure} >= 0.6` },
      { kind: "required", field: "doubt", words: [], values_of: [sure] },
    ],
  };
}

test.each<[string, Partial<Step>]>([
  ["_confidence", { method: "score" }],
  ["_agreement", { repeat: { vote: { samples: 5, on: "label", by: null } } }],
])("a field's new name reaches %s", (ending, step) => {
  const renamed = renameField(naming(step, ending), 0, "label", "class");
  const sure = `class${ending}`;
  expect(renamed.task.fields).toEqual(["class", sure]);
  expect(renamed.steps[1]).toMatchObject({
    prompt: `{{ class }} ({{ ${sure} }})`,
    when: `${sure} > 0.5`,
    repeat: { until: { test: `${sure} < 0.9` } },
    formulas: { doubt: `1 - ${sure}` },
  });
  expect(renamed.checks).toMatchObject([{ field: sure, test: `${sure} >= 0.6` }, { values_of: [sure] }]);
  expect(JSON.stringify(renamed)).not.toContain(`label${ending}`);
});

test("a name that only looks derived is another's", () => {
  const renamed = renameField(naming({}, "_confidence"), 0, "label", "class");
  expect(renamed.task.fields).toEqual(["class", "label_confidence"]);
});

test("a block's new name reaches the steps that show it", () => {
  const renamed = renameDemonstration(reviews, "shots", "examples");
  expect(renamed.steps[0]?.demonstrations).toEqual(["examples"]);
  expect(renamed.steps[0]?.prompt).toContain("for shot in examples");
});
