import { CompletionContext } from "@codemirror/autocomplete";
import { EditorState } from "@codemirror/state";
import { expect, test } from "vitest";
import { boundNames, completeVariables, tagClass } from "./variables";

const known = [
  { name: "task.goal", origin: "task" },
  { name: "topic", origin: "condition" },
  { name: "shots", origin: "demonstration" },
  { name: "passage", origin: "step" },
  { name: "тема", origin: "condition" },
  { name: "श्रेणी", origin: "condition" },
  { name: "примеры", origin: "demonstration" },
];

test.each([
  ["{{ task.goal }}", "code-task"],
  ["{{ topic }}", "code-condition"],
  ["{{ topic.path|lower }}", "code-condition"],
  ["{{ passage }}", "code-step"],
  ["{% for shot in shots %}", "code-demonstration"],
  ["{{ shot.text }}", "code-demonstration"],
  ["{% endfor %}", "code-tag"],
  ["{{ topc }}", "code-unknown"],
  ["{{ тема.path }}", "code-condition"],
  ["{{ श्रेणी }}", "code-condition"],
  ["{{ श्रे }}", "code-unknown"],
  ["{% for вin in примеры %}", "code-demonstration"],
])("%s is %s", (tag, expected) => expect(tagClass(tag, known)).toContain(expected));

test.each([
  ["{% for пример in примеры %}{% set श्रेणी = 1 %}", ["пример", "श्रेणी"]],
  ["{%- for shot in shots %}", ["shot"]],
])("%s binds %j", (text, expected) => expect([...boundNames(text)]).toEqual(expected));

test.each([
  ["{{ те", ["тема"]],
  ["{{ श्रे", ["श्रेणी"]],
  ["{{ task.g", ["task.goal"]],
  ["{{s", ["shots", "task.goal", "passage"]],
  ["те", undefined],
  ["{{ те }} и", undefined],
])("%s is completed by %j", async (doc, expected) => {
  const context = new CompletionContext(EditorState.create({ doc }), doc.length, false);
  const found = await completeVariables(known)(context);
  expect(found?.options.map(({ label }) => label)).toEqual(expected);
});
