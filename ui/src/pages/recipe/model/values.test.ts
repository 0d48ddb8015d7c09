import { expect, test } from "vitest";
import type { Value } from "@/generated/Value";
import { key, read, text, write } from "./values";

test.each<[string, Value]>([
  ["plot", "plot"],
  [" forum post ", "forum post"],
  ["20-40", [20, 40]],
  ["20 – 40", [20, 40]],
  ["3", 3],
  ["-1.5", -1.5],
  ["true", true],
  ['"3"', "3"],
  ["3 stars", "3 stars"],
])("reads %s", (typed, value) => expect(read(typed)).toEqual(value));

test.each<[Value]>([
  ["plot"],
  ["3"],
  ["20-40"],
  ["true"],
  [3],
  [false],
  [[20, 40]],
  [0.00000015],
  ["1.5e-7"],
])("reads back what it writes: %j", (value) => expect(read(write(value))).toEqual(value));

test.each<[Value, string]>([
  ["forum post", "forum post"],
  ["20–40", "20–40"],
  [[20, 40], "20-40"],
  [true, "true"],
  [3, "3"],
  [-1.5, "-1.5"],
  [0.00000015, "0.00000015"],
  [-1e-7, "-0.0000001"],
  [1e21, "1000000000000000000000"],
  [-1.25e22, "-12500000000000000000000"],
])("the key of %j is %s", (value, expected) => expect(key(value)).toBe(expected));

test.each<[Value, string]>([
  [[20, 40], "20 to 40"],
  [false, "false"],
  [1.5, "1.5"],
  ["plot", "plot"],
])("prompts say %j as %s", (value, expected) => expect(text(value)).toBe(expected));
