import { describe, expect, test } from "vitest";
import type { Recipe } from "@/generated/Recipe";
import type { RowSummary } from "@/generated/RowSummary";
import type { RunProgress } from "@/generated/RunProgress";
import { reviews } from "@/platform/fixture/recipe";
import { rowOf } from "@/platform/fixture/rows";
import { figuresOf } from "./figures";

const [review] = reviews.steps;
if (!review) throw new Error("the recipe has a step");

const chain = (when: string | null): Recipe => ({
  ...reviews,
  steps: [
    { ...review, when },
    { ...review, id: "summary", output: { summary: { type: "label" } } },
  ],
});
const links = [{ source: "steps[0]", target: "steps[1]" }];
const progress = {
  rejected: [
    { value: "length", count: 6 },
    { value: "answer", count: 2 },
  ],
} as unknown as RunProgress;
const row = (fields: Record<string, unknown>): RowSummary => ({ ...rowOf(1, 0), fields });
const rows = [row({ text: "b", summary: "s" }), row({ text: "a\n b" }), row({}), row({ text: null })];

describe("a run at its cards", () => {
  test.each([
    [null, "steps[0]", { in: 4, out: 2, failed: 2, sample: "b" }],
    [null, "steps[1]", { in: 2, out: 1, failed: 1, sample: "s" }],
    ["label == 'x'", "steps[0]", { in: null, out: 2, failed: null }],
    ["label == 'x'", "steps[1]", { in: null, out: 1, failed: null }],
    [null, "checks[0]", { failed: 6, check: "length", shared: 1 }],
    [null, "checks[1]", { failed: 0, check: "rouge-l" }],
  ])("where the first step is taken when %j: %s", (when, id, expected) => {
    expect(figuresOf(chain(when), chain(when), links, progress, rows)[id]).toMatchObject(expected);
  });
  test("what was changed since has none", () => {
    const other = { ...chain(null), checks: [{ kind: "duplicate" as const, field: "other" }] };
    expect(Object.keys(figuresOf(other, reviews, links, progress, rows))).toEqual(["steps[0]"]);
  });
  test("checks of one kind are counted together", () => {
    const length = reviews.checks[0];
    if (!length) throw new Error("the recipe has a check");
    const twice = { ...reviews, checks: [length, length] };
    expect(figuresOf(twice, twice, [], progress, [])["checks[1]"]).toMatchObject({ failed: 6, shared: 2 });
  });
});
