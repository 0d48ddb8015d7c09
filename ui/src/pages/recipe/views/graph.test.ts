import { expect, test } from "vitest";
import { reviews } from "@/platform/fixture/recipe";
import { graphOf } from "./graph";

const step = reviews.steps[0];

test("a chain of steps runs from left to right and ends in the row", () => {
  if (!step) throw new Error("the recipe has a step");
  const chain = {
    ...reviews,
    steps: ["passage", "question"].map((id) => ({
      ...step,
      id,
      output: { [id]: { type: "label" as const } },
    })),
  };
  const { nodes, edges } = graphOf(
    chain,
    [{ from: "passage", to: "question", name: "passage" }],
    ["question"],
  );
  const x = (id: string) => nodes.find((node) => node.id === id)?.x ?? Number.NaN;
  expect(x("label")).toBeLessThan(x("passage"));
  expect(x("passage")).toBeLessThan(x("question"));
  expect(x("question")).toBeLessThan(x("row"));
  expect(edges.map(({ id }) => id)).toEqual(["passage→question", "question→row"]);
});

test("steps in a circle are still drawn", () => {
  const edges = [
    { from: "review", to: "review", name: "text" },
    { from: "review", to: "gone", name: "x" },
  ];
  expect(graphOf(reviews, edges, ["text"]).nodes.some(({ id }) => id === "review")).toBe(true);
});

test("cards of one column do not overlap", () => {
  const { nodes } = graphOf(reviews, [], ["text", "label"]);
  const first = nodes.filter(({ x }) => x === 0).map(({ y }) => y);
  expect(first).toEqual([...first].sort((a, b) => a - b));
  expect(new Set(first).size).toBe(first.length);
});

test("given rows lead to the steps that read them", () => {
  const given = {
    ...reviews,
    sources: [{ name: "notes", file: "notes.csv", fields: { text: "note" }, private: true, chunks: null }],
    task: { ...reviews.task, mode: "annotate" as const, input: "notes" },
  };
  const { nodes, edges } = graphOf(given, [{ from: "notes", to: "review", name: "input" }], ["text"]);
  expect(nodes.find(({ id }) => id === "notes")?.lines).toEqual(["text"]);
  expect(edges.map(({ id }) => id)).toContain("notes→review");
});
