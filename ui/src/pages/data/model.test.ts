import { expect, describe as group, test } from "vitest";
import type { Filter } from "@/generated/Filter";
import type { Output } from "@/generated/Output";
import type { Recipe } from "@/generated/Recipe";
import type { RowSummary } from "@/generated/RowSummary";
import type { ColumnKind } from "./columns";
import { columnsOf, largest, showValue } from "./columns";
import { editText, readText } from "./edit";
import { describe, toggle } from "./filters";
import { probability, summarise, surpriseLevel, visible } from "./surprise";

const text: Output = { type: "string", words: null, strict: false, pattern: null };

function recipe(fields: string[], output: Record<string, Output>, conditions: Recipe["conditions"]): Recipe {
  return {
    schema: 1,
    name: "r",
    method: null,
    description: "",
    task: {
      kind: "classification",
      mode: "generate",
      input: null,
      role: "",
      goal: "",
      codebook: "",
      labels: [
        { name: "positive", verbalizer: null, definition: null },
        { name: "negative", verbalizer: null, definition: null },
      ],
      fields,
    },
    sources: [],
    conditions,
    demonstrations: [],
    steps: [
      {
        id: "s",
        model: "generator",
        demonstrations: [],
        prompt: "",
        method: "write" as never,
        when: null,
        repeat: null,
        formulas: {},
        output,
        json: false,
        sampling: {} as never,
      },
    ],
    schedule: {} as never,
    checks: [],
    curate: [],
  };
}

function row(fields: Record<string, unknown>, conditions: Record<string, unknown> = {}): RowSummary {
  return {
    run: 1,
    draw: 0,
    attempt: 0,
    verdict: null,
    fields,
    conditions,
    mean_log_probability: null,
    edited: false,
    extra: false,
    dropped_by: null,
    weight: 1,
  };
}

/** A recipe that labels the rows of a source. */
function annotating(input: string): Recipe {
  const document = recipe([], { sentiment: { type: "label" } }, []);
  return {
    ...document,
    sources: [{ name: input, file: "notes.csv", fields: { note: "note" }, private: true, chunks: null }],
    task: { ...document.task, mode: "annotate", input },
    steps: document.steps.map((step) => ({ ...step, method: "score" })),
  };
}

const topic = { name: "topic", values: [] };
const label = { name: "sentiment", labels: "uniform" as never };

group("columns", () => {
  test.each<[string, Recipe | null, RowSummary[], [string, ColumnKind][]]>([
    [
      "step outputs, then the label, then the other conditions",
      recipe([], { text }, [topic, label]),
      [],
      [
        ["text", "text"],
        ["sentiment", "label"],
        ["topic", "condition"],
      ],
    ],
    [
      "the recipe's own order",
      recipe(["topic", "text"], { text, score: { type: "integer", min: null, max: null } }, [topic]),
      [],
      [
        ["topic", "condition"],
        ["text", "text"],
      ],
    ],
    [
      "a field of the input row, by its values",
      recipe(["note", "length"], { note: text }, []),
      [row({ length: 3 })],
      [
        ["note", "text"],
        ["length", "number"],
      ],
    ],
    [
      "given rows with their labels and how sure each is",
      annotating("notes"),
      [],
      [
        ["note", "text"],
        ["sentiment", "label"],
        ["sentiment_confidence", "number"],
      ],
    ],
    [
      "without a recipe",
      null,
      [row({ a: "x", b: true }, { topic: "t" })],
      [
        ["a", "text"],
        ["b", "boolean"],
        ["topic", "condition"],
      ],
    ],
  ])("%s", (_, document, rows, expected) => {
    expect(columnsOf(document, rows).map((column) => [column.id, column.kind])).toEqual(expected);
  });

  test("labels can be chosen", () => {
    expect(columnsOf(recipe([], { label: { type: "label" } }, []), [])[0]?.choices).toEqual([
      "positive",
      "negative",
    ]);
  });

  test("the largest number of a column, and 1 where there is none", () => {
    const column = { id: "n", kind: "number" as const, choices: [] };
    expect(largest([row({ n: 3 }), row({ n: -8 })], column)).toBe(8);
    expect(largest([row({ n: "x" })], column)).toBe(1);
  });
});

test.each<[unknown, ColumnKind, string]>([
  [null, "text", "–"],
  [[30, 80], "condition", "30–80"],
  [[30, 80], "list", "30, 80"],
  [true, "boolean", "yes"],
  [1234.5, "number", "1,234.5"],
  [{ a: 1 }, "text", '{"a":1}'],
  ["<script>alert(1)</script>", "text", "<script>alert(1)</script>"],
])("%j as %s is shown as %s", (value, kind, expected) => expect(showValue(value, kind)).toBe(expected));

test.each<[string, ColumnKind, unknown, unknown]>([
  ["a\nb", "text", "", "a\nb"],
  ["4.5", "number", 1, 4.5],
  ["", "number", 1, null],
  ["abc", "number", 1, null],
  ["false", "boolean", true, false],
  ["a\n\nb", "list", ["x"], ["a", "b"]],
  ["1\n2", "list", [5], [1, 2]],
  ["1\nx y", "list", [5], null],
])("%j read as %s", (typed, kind, before, expected) =>
  expect(readText(typed, kind, before)).toEqual(expected),
);

test.each([[["a", "b"]], [[1, { x: 2 }]], [[]]])("a list survives editing: %j", (list) => {
  expect(readText(editText(list), "list", list)).toEqual(list);
});

const is = (column: string, value: unknown): Filter => ({ column, op: "is", value });

test.each<[Filter, string]>([
  [is("label", "positive"), "label: positive"],
  [is("_check", "rouge-l"), "reason: too similar"],
  [{ column: "_words", op: "between", value: [20, 30] }, "words: 20 to 30"],
  [{ column: "text", op: "contains", value: "refund" }, "text has ‘refund’"],
  [{ column: "_row", op: "one-of", value: [3, 8, 21] }, "3 chosen rows"],
  [{ column: "topic", op: "one-of", value: ["plot", "cast"] }, "topic: one of 2 values"],
  [{ column: "topic", op: "is-not", value: "plot" }, "topic: not plot"],
])("filter %j reads %s", (filter, expected) => expect(describe(filter)).toBe(expected));

test.each<[string, Filter[], Filter, Filter[]]>([
  ["adds", [], is("a", 1), [is("a", 1)]],
  ["takes off", [is("a", 1)], is("a", 1), []],
  ["replaces", [is("a", 1), is("b", 1)], is("a", 2), [is("b", 1), is("a", 2)]],
])("toggle %s", (_, filters, filter, expected) => expect(toggle(filters, filter)).toEqual(expected));

test.each([
  [-0.01, 0],
  [-0.7, 1],
  [-2, 2],
  [-3, 3],
  [-9, 4],
])("log-probability %d has level %d", (value, level) => expect(surpriseLevel(value)).toBe(level));

test("forced tokens are left out of means", () => {
  const summary = summarise([
    { text: "{", log_probability: -9, forced: true },
    { text: "a", log_probability: -1, forced: false },
    { text: "b", log_probability: -3, forced: false },
  ]);
  expect(summary).toEqual({ free: 2, forced: 1, mean: 2, perplexity: Math.exp(2) });
  expect(summarise([]).mean).toBeNull();
  expect(probability(0.1)).toBe(1);
});

test.each([
  ["", "∅"],
  [" ", "␣"],
  [" a", " a"],
  ["\n", "↵\n"],
])("token %j is visible as %j", (token, expected) => expect(visible(token)).toBe(expected));
