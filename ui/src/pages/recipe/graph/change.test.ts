import { describe, expect, test } from "vitest";
import type { Recipe } from "@/generated/Recipe";
import { reviews } from "@/platform/fixture/recipe";
import { added, duplicated, partsOf, pasted, removed } from "./change";
import { linksOf } from "./edges";
import { inserted, joint, offersFor, offersFrom } from "./insert";
import { follow, nodeOfPath } from "./place";

const [review] = reviews.steps;
if (!review) throw new Error("the recipe has a step");

/** The review, and a summary that reads it. */
const two: Recipe = {
  ...reviews,
  steps: [
    review,
    {
      ...review,
      id: "summary",
      demonstrations: [],
      prompt: "Sum up for {{ style }}: {{ text }} {{ summary }}",
      when: "text != 'text'",
      repeat: { until: { test: "summary != ''", most: 3, gather: false } },
      output: { summary: { type: "string", words: null, strict: false, pattern: null } },
    },
  ],
};

describe("copies", () => {
  test.each([
    [["conditions[2]"], "style_2"],
    [["demonstrations[0]"], "shots_2"],
    [["sources[0]"], "support_2"],
    [["steps[0]"], "review_2 text_2"],
    [["steps[0]", "steps[1]"], "review_2 text_2 summary_2 summary_2"],
    [["checks[2]"], "text"],
    [["task", "row"], ""],
  ])("of %s are called %s", (selected, expected) => {
    const { recipe, selected: ids } = duplicated(two, selected);
    const copies = partsOf(recipe, ids);
    expect(
      [
        ...copies.sources.map(({ name }) => name),
        ...copies.conditions.map(({ name }) => name),
        ...copies.demonstrations.map(({ name }) => name),
        ...copies.steps.flatMap(({ id, output }) => [id, ...Object.keys(output)]),
        ...copies.checks.map(({ field }) => field),
      ].join(" "),
    ).toBe(expected);
  });
  test("speak of each other, and of what was not copied as before", () => {
    const { recipe } = pasted(two, partsOf(two, ["steps[0]", "steps[1]", "checks[2]"]));
    expect(recipe.steps[3]).toMatchObject({
      prompt: "Sum up for {{ style }}: {{ text_2 }} {{ summary_2 }}",
      when: "text_2 != 'text'",
      repeat: { until: { test: "summary_2 != ''" } },
    });
    expect(recipe.checks[3]).toEqual({ kind: "duplicate", field: "text_2" });
    expect(recipe.steps[1]).toEqual(two.steps[1]);
  });
  test("of copies find names of their own", () => {
    const once = pasted(two, partsOf(two, ["steps[0]"])).recipe;
    expect(pasted(once, partsOf(two, ["steps[0]"])).recipe.steps[3]).toMatchObject({
      id: "review_3",
      output: { text_3: {} },
    });
  });
  test("stand behind what was selected", () => {
    expect(duplicated(two, ["steps[0]"]).recipe.steps.map(({ id }) => id)).toEqual([
      "review",
      "review_2",
      "summary",
    ]);
  });
  test("keep their names where these are free", () => {
    const empty = { ...reviews, conditions: [], demonstrations: [], steps: [] };
    const { recipe } = pasted(empty, partsOf(two, ["conditions[2]", "steps[0]"]));
    expect([recipe.conditions[0]?.name, recipe.steps[0]]).toEqual(["style", review]);
  });
});

test.each([
  ["steps" as const, ["steps[0]"], "steps[1]"],
  ["steps" as const, [], "steps[2]"],
  ["steps" as const, ["conditions[0]"], "steps[2]"],
  ["conditions" as const, ["steps[0]"], "conditions[4]"],
  ["demonstrations" as const, [], "demonstrations[1]"],
  [{ check: "duplicate" as const }, ["steps[1]"], "checks[3]"],
])("%j after %j is %s", (what, selected, expected) => {
  expect(added(two, what, selected).selected).toEqual([expected]);
});

test.each([
  [["steps[0]"], "text"],
  [["steps[1]"], "summary"],
  [[], "summary"],
])("a check added at %j looks at %s", (selected, expected) => {
  expect(added(two, { check: "duplicate" }, selected).recipe.checks.at(-1)?.field).toBe(expected);
});

test.each([
  [
    ["conditions[0]", "conditions[2]"],
    ["aspect", "length"],
  ],
  [
    ["task", "row", "steps"],
    ["label", "aspect", "style", "length"],
  ],
])("without %j the conditions are %j", (selected, expected) => {
  expect(removed(two, selected).conditions.map(({ name }) => name)).toEqual(expected);
});

test("nothing removed is no edit", () => expect(removed(two, ["task", "row"])).toBe(two));

describe("a card is followed", () => {
  const moved = { ...two, steps: two.steps.toReversed() };
  const renamed = { ...two, steps: two.steps.map((step) => ({ ...step, prompt: "" })) };
  const fewer = removed(two, ["conditions[0]"]);
  test.each([
    ["steps[0]", two, moved, "steps[1]"],
    ["steps[0]", two, renamed, "steps[0]"],
    ["conditions[0]", two, fewer, null],
    ["conditions[2]", two, fewer, "conditions[1]"],
    ["conditions[1]", fewer, two, "conditions[2]"],
    ["task", two, fewer, "task"],
  ])("from %s", (id, before, after, expected) => expect(follow(id, before, after)).toBe(expected));
});

test.each([
  ["steps[1].prompt", "steps[1]"],
  ["conditions[12].values[0]", "conditions[12]"],
  ["task.goal", "task"],
  ["", "task"],
  ["schedule.rows", "row"],
  ["steps", "row"],
])("the problem at %j lies at %s", (path, expected) => expect(nodeOfPath(path)).toBe(expected));

describe("what a step can be given", () => {
  const links = linksOf(two, [{ from: "steps[0]", to: "steps[1]", name: "text" }], ["summary"]);
  const names = (from: string, at: number) => offersFrom(two, from, at, links).map(({ name }) => name);

  test.each([
    ["task", 0, ["task.goal", "task.codebook", "task.labels"]],
    ["conditions[1]", 0, ["aspect"]],
    ["conditions[3]", 0, ["length", "length.low", "length.high"]],
    ["demonstrations[0]", 1, ["shots"]],
    ["steps[0]", 1, ["text"]],
    ["steps[1]", 0, []],
    ["sources[0]", 0, []],
  ])("%s to step %i", (from, at, expected) => expect(names(from, at)).toEqual(expected));

  test.each([
    ["", "aspect", "{{ aspect }}"],
    ["About", "aspect", "About {{ aspect }}"],
    ["About ", "aspect", "About {{ aspect }}"],
    ["About\n", "aspect", "About\n{{ aspect }}"],
    ["Like", "shots", "Like\n{% for shot in shots %}\n{{ shot.text }}\n{{ shot.label }}\n{% endfor %}"],
  ])("%j and %s make %j", (prompt, name, expected) => {
    const recipe = { ...two, steps: [{ ...review, demonstrations: [], prompt }] };
    const offer = offersFor(recipe, 0, []).find((candidate) => candidate.name === name);
    if (!offer) throw new Error(`${name} is offered`);
    const [step] = inserted(recipe, 0, offer).steps;
    expect(step?.prompt).toBe(expected);
    expect(step?.demonstrations).toEqual(name === "shots" ? ["shots"] : []);
  });

  test.each([
    ["conditions[1]", "steps[0]", true],
    ["steps[1]", "steps[0]", false],
    ["steps[0]", "steps[0]", false],
    ["sources[0]", "demonstrations[0]", true],
    ["conditions[1]", "checks[0]", false],
    ["conditions[1]", "conditions[2]", false],
  ])("%s can be joined to %s: %s", (from, to, expected) =>
    expect(joint(two, from, to, links) !== null).toBe(expected),
  );
});
