import { describe, expect, test } from "vitest";
import type { Edge } from "@/generated/Edge";
import type { Recipe } from "@/generated/Recipe";
import type { Step } from "@/generated/Step";
import { reviews } from "@/platform/fixture/recipe";
import { comesAfter, linksOf } from "./edges";
import { laidOut, neighbour, viewOf } from "./layout";
import { cardsOf, shownAs } from "./nodes";
import type { Kind } from "./place";

const [model] = reviews.steps;
if (!model) throw new Error("the recipe has a step");

function step(id: string, field: string, part: Partial<Step> = {}): Step {
  return { ...(model as Step), id, demonstrations: [], output: { [field]: { type: "label" } }, ...part };
}

/** A name read becomes an edge as the program's check gives it. */
const reads = (from: string, to: string): Edge => ({ from, to, name: "" });

function arrows(recipe: Recipe, edges: Edge[], columns: string[] = []): string[] {
  return linksOf(recipe, edges, columns).map(({ source, target }) => `${source} > ${target}`);
}

const bare: Recipe = { ...reviews, sources: [], conditions: [], demonstrations: [], checks: [], steps: [] };

describe("links", () => {
  const check = (recipe: Partial<Recipe>, edges: Edge[], columns: string[], expected: string[]) =>
    expect(arrows({ ...bare, ...recipe }, edges, columns)).toEqual(expected);

  test("a chain of steps ends in the row", () =>
    check(
      { steps: [step("ask", "question"), step("reply", "answer")] },
      [reads("steps[0]", "steps[1]")],
      ["answer"],
      ["steps[0] > steps[1]", "steps[1] > row"],
    ));
  test("what a check looks at goes through it", () =>
    check(
      { steps: [step("ask", "question")], checks: [{ kind: "duplicate", field: "question" }] },
      [],
      ["question"],
      ["steps[0] > checks[0]", "checks[0] > row"],
    ));
  test("the task and given rows", () =>
    check(
      {
        task: { ...reviews.task, input: "notes" },
        sources: [{ name: "notes", file: "n.csv", fields: { text: "t" }, private: true, chunks: null }],
        steps: [step("ask", "question")],
      },
      [reads("task", "steps[0]"), reads("sources[0]", "steps[0]")],
      [],
      ["task > steps[0]", "sources[0] > steps[0]"],
    ));
  test("demonstrations read their source and a condition", () =>
    check(
      { sources: reviews.sources, conditions: reviews.conditions, demonstrations: reviews.demonstrations },
      [reads("sources[0]", "demonstrations[0]"), reads("conditions[0]", "demonstrations[0]")],
      ["label"],
      ["sources[0] > demonstrations[0]", "conditions[0] > demonstrations[0]", "conditions[0] > row"],
    ));
  test("a check that reads a condition, said twice", () =>
    check(
      {
        conditions: [{ name: "topic", values: [] }],
        steps: [step("ask", "question")],
        checks: [{ kind: "holds", field: "question", test: "topic in question" }],
      },
      [
        reads("steps[0]", "checks[0]"),
        reads("conditions[0]", "checks[0]"),
        reads("conditions[0]", "checks[0]"),
      ],
      [],
      ["steps[0] > checks[0]", "conditions[0] > checks[0]", "checks[0] > row"],
    ));
  test("edges of what an edit has taken away", () =>
    check({ steps: [step("ask", "question")] }, [reads("steps[0]", "steps[1]")], [], []));
});

test.each<[string, string, boolean]>([
  ["steps[2]", "steps[0]", true],
  ["steps[0]", "steps[2]", false],
  ["steps[0]", "steps[0]", true],
])("%s comes after %s: %s", (id, other, expected) => {
  const links = [
    { source: "steps[0]", target: "steps[1]" },
    { source: "steps[1]", target: "steps[2]" },
    { source: "steps[1]", target: "steps[1]" },
  ];
  expect(comesAfter(links, id, other)).toBe(expected);
});

function boxesOf(recipe: Recipe, edges: Edge[], open: Kind[] = []) {
  const cards = cardsOf(recipe, ["text"], new Set(open));
  return laidOut(cards, linksOf(recipe, edges, ["text"]), (card) => card.lines.length);
}

describe("layout", () => {
  const chain: Recipe = { ...reviews, steps: [step("passage", "passage"), step("ask", "text")] };
  const boxes = boxesOf(chain, [reads("sources[0]", "demonstrations[0]"), reads("steps[0]", "steps[1]")]);
  const x = (id: string) => boxes.find((box) => box.id === id)?.x ?? Number.NaN;

  test.each([
    ["sources[0]", "demonstrations[0]"],
    ["demonstrations[0]", "steps[0]"],
    ["conditions[3]", "steps[0]"],
    ["steps[0]", "steps[1]"],
    ["steps[1]", "checks[0]"],
    ["checks[2]", "row"],
  ])("%s lies left of %s", (left, right) => expect(x(left)).toBeLessThan(x(right)));

  test("cards of one column do not overlap", () => {
    const column = boxes.filter((box) => box.x === 0);
    column.slice(1).forEach((box, at) => {
      const above = column[at];
      expect(box.y).toBeGreaterThan((above?.y ?? 0) + (above?.height ?? 0));
    });
  });
  test("steps in a circle are still drawn", () => {
    const circle = boxesOf(chain, [reads("steps[0]", "steps[1]"), reads("steps[1]", "steps[0]")]);
    expect(circle.map(({ id }) => id)).toContain("steps[1]");
  });
  test("two hundred steps in a line", () => {
    const steps = Array.from({ length: 200 }, (_, at) => step(`s${at}`, `f${at}`));
    const edges = steps.slice(1).map((_, at) => reads(`steps[${at}]`, `steps[${at + 1}]`));
    const line = boxesOf({ ...bare, steps }, edges, ["steps"]);
    const last = line.find(({ id }) => id === "steps[199]");
    expect(line.filter(({ id }) => id.startsWith("steps["))).toHaveLength(200);
    expect(last?.x).toBe(Math.max(...line.filter(({ id }) => id !== "row").map((box) => box.x)));
  });
});

test.each([
  [2, ["f0", "f1"]],
  [6, ["f0", "f1", "f2", "f3", "f4", "f5"]],
  [9, ["f0", "f1", "f2", "f3", "f4", "and 4 more"]],
])("a row of %i columns reads %j", (count, expected) => {
  const columns = Array.from({ length: count }, (_, at) => `f${at}`);
  expect(cardsOf(bare, columns, new Set()).at(-1)?.lines).toEqual(expected);
});

describe("groups", () => {
  const many: Recipe = {
    ...reviews,
    conditions: Array.from({ length: 9 }, (_, at) => ({ name: `c${at}`, values: [] })),
  };
  const check = (recipe: Recipe, open: Kind[], id: string, expected: string | null) =>
    expect(shownAs(id, cardsOf(recipe, [], new Set(open)))).toBe(expected);

  test("few stand alone", () => check(reviews, [], "conditions[0]", "conditions[0]"));
  test("many are one card", () => check(many, [], "conditions[8]", "conditions"));
  test("unfolded they stand alone", () => check(many, ["conditions"], "conditions[8]", "conditions[8]"));
  test("what is not there is nowhere", () => check(reviews, [], "conditions[8]", null));
  test("an unfolded group keeps its head", () => check(many, ["conditions"], "conditions", "conditions"));
});

test.each([
  [null, "right", "a"],
  ["a", "down", "b"],
  ["b", "down", "b"],
  ["b", "up", "a"],
  ["a", "up", "a"],
  ["a", "right", "c"],
  ["b", "right", "d"],
  ["d", "left", "b"],
  ["c", "left", "a"],
  ["c", "right", "e"],
  ["e", "right", "e"],
  ["e", "first", "a"],
  ["a", "last", "e"],
] as const)("from %s to the %s is %s", (from, direction, expected) => {
  const at = (id: string, x: number, y: number) => ({ id, x, y, width: 100, height: 40 });
  const boxes = [at("a", 0, 0), at("b", 0, 60), at("c", 150, -10), at("d", 150, 70), at("e", 300, 30)];
  expect(neighbour(boxes, from, direction)).toBe(expected);
});

test.each([
  ["small graphs stand in the middle", 100, 100, 0.5, { x: 200, y: 150, zoom: 1 }],
  ["wide ones are drawn smaller", 904, 100, 0.5, { x: 24, y: 175, zoom: 0.5 }],
  ["wider ones are cut at the right", 2000, 100, 0.5, { x: 24, y: 175, zoom: 0.5 }],
  ["the whole is shown to those who ask", 4520, 100, 0.1, { x: 24, y: 195, zoom: 0.1 }],
])("%s", (_, width, height, smallest, expected) => {
  const boxes = [{ id: "a", x: 0, y: 0, width, height }];
  expect(viewOf(boxes, { width: 500, height: 400 }, smallest)).toEqual(expected);
});
