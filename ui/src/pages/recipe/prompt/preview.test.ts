import { expect, test } from "vitest";
import type { Attempt } from "@/generated/Attempt";
import { after } from "./preview";

const blank = {
  id: 1,
  running: true,
  rows: [{ attempt: 0, text: {}, result: null }],
  seconds: null,
  error: null,
};
const text = (attempt: number, added: string) =>
  ({ kind: "preview-text", preview: 1, row: 0, attempt, step: "review", text: added }) as const;
const attempt = { draw: 0, attempt: 0, fields: { text: "bad" }, checks: [] } as unknown as Attempt;

test("text is joined within a try and starts anew with the next", () => {
  const first = after(after(blank, text(0, "one ")), text(0, "two"));
  expect(first.rows[0]?.text).toEqual({ review: "one two" });
  const rejected = after(first, {
    kind: "preview-row",
    preview: 1,
    row: 0,
    attempt,
    verdict: { verdict: "rejected", stage: "valid", check: "length", reason: "too short" },
  });
  expect(rejected.rows[0]?.result?.verdict.verdict).toBe("rejected");
  expect(after(rejected, text(1, "three")).rows[0]).toEqual({
    attempt: 1,
    text: { review: "three" },
    result: null,
  });
});

test("a failure is kept with the end", () => {
  const done = after(blank, { kind: "preview-done", preview: 1, seconds: 2, failure: "The model is gone." });
  expect(done).toMatchObject({ running: false, seconds: 2, error: { message: "The model is gone." } });
});
