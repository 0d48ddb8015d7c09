import { describe, expect, test } from "vitest";
import { startMapping } from "./mapping";

describe("columns become fields", () => {
  const check = (columns: string[], expected: string[]) =>
    expect(startMapping(columns, null).map(({ field }) => field)).toEqual(expected);

  test("words are joined", () => check(["Review text", " (Label) "], ["review_text", "label"]));
  test("letters of every script stay", () =>
    check(["Тема письма", "श्रेणी", "本文", "Größe"], ["тема_письма", "श्रेणी", "本文", "größe"]));
  test("a digit begins no name", () => check(["2024", "२०"], ["field_2024", "field_२०"]));
  test("names are told apart", () => check(["?", "!", "a b", "a-b"], ["field", "field_2", "a_b", "a_b_2"]));
});

describe("the file of a source is replaced", () => {
  const check = (fields: Record<string, string>, columns: string[], expected: string[]) => {
    const source = { name: "s", file: "s.csv", fields, private: true, chunks: null };
    const mapping = startMapping(columns, source);
    expect(mapping.map(({ field, used }) => `${field}${used ? "" : " unused"}`)).toEqual(expected);
  };

  test("columns read before keep their names, whatever others are called", () =>
    check({ text: "review" }, ["text", "review"], ["text_2 unused", "text"]));
  test("the name of a column that is gone is free", () =>
    check({ text: "review" }, ["text"], ["text unused"]));
});
