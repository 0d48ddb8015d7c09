import { expect, test } from "vitest";
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

test("a block's new name reaches the steps that show it", () => {
  const renamed = renameDemonstration(reviews, "shots", "examples");
  expect(renamed.steps[0]?.demonstrations).toEqual(["examples"]);
  expect(renamed.steps[0]?.prompt).toContain("for shot in examples");
});
