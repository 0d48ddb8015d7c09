import { expect, test } from "vitest";
import { tagClass } from "./variables";

const known = [
  { name: "task.goal", origin: "task" },
  { name: "topic", origin: "condition" },
  { name: "shots", origin: "demonstration" },
  { name: "passage", origin: "step" },
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
])("%s is %s", (tag, expected) => expect(tagClass(tag, known)).toContain(expected));
