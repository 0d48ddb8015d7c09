import { expect, test } from "vitest";
import type { CurationFlow } from "@/generated/CurationFlow";
import type { CurationRule } from "@/generated/CurationRule";
import type { CurationStart } from "@/generated/CurationStart";
import type { CurationStep } from "@/generated/CurationStep";
import type { CurationView } from "@/generated/CurationView";
import type { GateReport } from "@/generated/GateReport";
import type { ValueBin } from "@/generated/ValueBin";
import type { ColumnKind } from "@/pages/data/columns";
import { greatestLoss, waysOf } from "../flow/flows";
import { difference as textDifference } from "./difference";
import { changed, redone, startOf, undone } from "./history";
import { kinds, lacks, type StepKind, stepKinds, tableColumns, unfilled, usual } from "./kinds";
import { isLanguage, languageOf } from "./languages";
import { edited, isCurrent, known, type Steps, sameSteps, written } from "./pipeline";
import { settingsOf, withSetting } from "./settings";
import { actsOn, dialOf, moved, ruleOf, scaleOf, turned } from "./threshold";
import { difference, doesWords, gateWords, shownValue } from "./words";

const start: CurationStart = {
  pipeline: { curate: [] },
  rows: 100,
  judged: 10,
  gold: 8,
  gold_file: null,
  labels: ["a", "b"],
  numbers: ["score"],
  encoder: "e5",
  applied: null,
};
/** A kind that came with a newer program. */
const newer = { kind: "sarcasm", limit: 0.4, lexicon: "plain", deep: true } as unknown as CurationStep;
const near: CurationStep = { kind: "near-duplicate", ngram: 3, limit: 0.8 };
const errors: CurationStep = { kind: "label-errors", action: "drop", limit: 0.5 };

test.each<[string, CurationStep, CurationRule | null, CurationRule | null, string | null]>([
  ["a limit", near, null, { kind: "below", limit: 0.8 }, "limit"],
  ["a band", { kind: "length", words: [5, 90] }, null, { kind: "within", low: 5, high: 90 }, "words"],
  [
    "a share",
    { kind: "generation-probability", column: "score", share: 0.7 },
    null,
    { kind: "best-of-label", share: 0.7 },
    "share",
  ],
  ["an action", { ...errors, action: "relabel" }, null, { kind: "relabel", limit: 0.5 }, "limit"],
  ["no limit", { kind: "refusal", phrases: [] }, null, { kind: "below", limit: 1 }, null],
  ["weights", { kind: "balance" }, null, { kind: "weigh" }, null],
  ["an unknown kind before it is measured", newer, null, null, null],
  ["an unknown kind", newer, { kind: "at-least", limit: 9 }, { kind: "at-least", limit: 0.4 }, "limit"],
])("the rule of a step with %s", (_, step, measured, rule, dial) => {
  expect(ruleOf(step, measured)).toEqual(rule);
  if (rule) expect(dialOf(step, rule.kind)).toBe(dial);
});

test.each<[CurationStep, CurationRule, CurationStep]>([
  [near, { kind: "below", limit: 0.9 }, { ...near, limit: 0.9 }],
  [
    { kind: "length", words: [5, 90] },
    { kind: "within", low: 7, high: 80 },
    { kind: "length", words: [7, 80] },
  ],
  [newer, { kind: "at-least", limit: 0.1 }, { ...newer, limit: 0.1 } as CurationStep],
  [{ kind: "balance" }, { kind: "weigh" }, { kind: "balance" }],
])("%j turned by %j", (step, rule, expected) => expect(turned(step, rule)).toEqual(expected));

const bins = (...ends: number[]): ValueBin[] =>
  ends.slice(1).map((high, at) => ({ low: ends[at] ?? 0, high, count: 1 }));

test.each<[string, CurationRule, ValueBin[], number, number, number]>([
  ["near-duplicate", { kind: "below", limit: 0.8 }, bins(0.1, 0.4), 0, 1, 2],
  ["student-agreement", { kind: "at-least", limit: 0 }, [], -1, 1, 2],
  ["length", { kind: "within", low: 5, high: 500 }, bins(10, 60, 110), 6, 114, 0],
  ["influence", { kind: "below", limit: 0 }, bins(-0.01, 0.01), -0.0108, 0.0108, 4],
  ["rating", { kind: "at-least", limit: 3 }, [], 3, 4, 2],
])("the scale of %s", (kind, rule, values, low, high, digits) => {
  const scale = scaleOf(kind, rule, values);
  expect(scale.low).toBeCloseTo(low);
  expect(scale.high).toBeCloseTo(high);
  expect(scale.digits).toBe(digits);
});

test.each<[string, CurationRule, number, number, CurationRule]>([
  ["near-duplicate", { kind: "below", limit: 0.8 }, 0, 0.8342, { kind: "below", limit: 0.83 }],
  // From 0 on it would drop every row.
  ["near-duplicate", { kind: "below", limit: 0.8 }, 0, -2, { kind: "below", limit: 0.01 }],
  ["near-duplicate", { kind: "below", limit: 0.8 }, 0, 2, { kind: "below", limit: 1 }],
  ["small-loss", { kind: "at-least", limit: 0.7 }, 0, -1, { kind: "at-least", limit: 0 }],
  ["length", { kind: "within", low: 5, high: 50 }, 0, 70, { kind: "within", low: 50, high: 50 }],
  ["length", { kind: "within", low: 5, high: 50 }, 1, 60.4, { kind: "within", low: 5, high: 60 }],
  ["length", { kind: "within", low: 5, high: 50 }, 0, -3, { kind: "within", low: 0, high: 50 }],
  [
    "generation-probability",
    { kind: "best-of-label", share: 0.5 },
    0,
    1.7,
    { kind: "best-of-label", share: 1 },
  ],
])("a handle of %s at %j moved", (kind, rule, handle, to, expected) => {
  expect(moved(rule, handle, to, scaleOf(kind, rule, kind === "length" ? bins(0, 100) : bins(0, 1)))).toEqual(
    expected,
  );
});

test.each<[CurationRule, (readonly [number, number])[]]>([
  [{ kind: "below", limit: 0.25 }, [[0.25, 1]]],
  [{ kind: "relabel", limit: 0.25 }, [[0.25, 1]]],
  [{ kind: "at-least", limit: 0.25 }, [[0, 0.25]]],
  [
    { kind: "within", low: 0.1, high: 2 },
    [
      [0, 0.1],
      [1, 1],
    ],
  ],
  [{ kind: "weigh" }, []],
])("%j acts on", (rule, expected) => {
  const scale = { low: 0, high: 1, step: 0.01, digits: 2, least: 0, most: 1 };
  expect(actsOn(rule, scale)).toEqual(expected);
});

function view(steps: Steps): CurationView {
  return {
    funnel: [],
    steps: steps.map(({ step }) => ({
      step,
      rule: ruleOf(step, null) ?? { kind: "weigh" },
      kind: step.kind,
      policy: false,
      in_force: true,
      against_gate: false,
      features: null,
      counts: { measured: 0, dropped: 0, relabelled: 0, weighed: 0 },
      gate: null,
      histogram: [],
    })),
    flows: [],
    relabelled: 0,
    weighed: 0,
    effective: 0,
    gold: 0,
    gate: null,
  };
}

test("what was measured holds until something that it follows from is changed", () => {
  const steps = [edited({ kind: "exact-duplicate" }), edited(near), edited(errors)];
  const [first, second, third] = steps as [Steps[number], Steps[number], Steps[number]];
  const measured = { steps, pipeline: written(steps), view: view(steps) };
  const holds = (now: Steps) => known(measured, now, second.key)?.holds;
  const put = (step: CurationStep) => ({ ...second, step });
  expect(holds(steps)).toBe(true);
  expect(holds([first, put({ ...near, limit: 0.3 }), third])).toBe(true);
  expect(holds([first, put({ ...near, ngram: 4 }), third])).toBe(false);
  expect(holds([second, first, third])).toBe(false);
  expect(holds([{ ...first, off: true }, second, third])).toBe(false);
  expect(holds([first, second])).toBe(true);
  const turnedOver = { ...third, step: { ...errors, action: "relabel" } as CurationStep };
  expect(known(measured, [first, second, turnedOver], third.key)).toMatchObject({ at: 2, holds: true });
  expect(known(measured, steps, "another")).toBeNull();
  expect(isCurrent(measured, steps)).toBe(true);
  expect(isCurrent(measured, [first, put({ ...near, limit: 0.3 }), third])).toBe(false);
});

test("steps that are left out are kept, and those that say too little are not", () => {
  const steps = [edited(near), { ...edited(errors), off: true }, edited({ kind: "blocklist", words: [] })];
  expect(written(steps)).toEqual([near, { ...errors, off: true }]);
  const ignores = { ...near, gate: "ignore" as const };
  expect(written([edited(ignores)])).toEqual([ignores]);
  expect(edited(ignores)).toMatchObject({ step: near, off: false, ignoresGate: true });
});

test("what is left to the program is shown and not said", () => {
  const relabel: CurationStep = { kind: "relabel", keep: 0.3, limit: 0.5 };
  const features = (step: CurationStep) => settingsOf(step, "limit").find(({ name }) => name === "features");
  expect(features(relabel)).toMatchObject({ form: "choice", value: "automatic" });
  const words = withSetting(relabel, "features", "n-grams");
  expect(features(words)).toMatchObject({ value: "n-grams" });
  expect(withSetting(words, "features", "automatic")).toEqual(relabel);
});

test("pipelines are compared by what they say, in whatever order", () => {
  const other = { limit: 0.8, ngram: 3, kind: "near-duplicate" } as CurationStep;
  expect(sameSteps([near], [other])).toBe(true);
  expect(sameSteps([near, errors], [errors, near])).toBe(false);
});

test.each<[StepKind, Partial<CurationStart>, string | null]>([
  ["label-errors", {}, null],
  ["label-errors", { labels: [] }, "labels"],
  ["embedding-duplicate", { encoder: null }, "encoder"],
  ["rating", { numbers: ["score"] }, "ratings"],
  ["rating", { numbers: ["score", "model_rating"] }, null],
  ["model-label", {}, "model-labels"],
  ["model-label", { numbers: ["freeal_label_probability"] }, null],
  ["rating", { numbers: ["model_label_probability", "freeal_label_probability"] }, "ratings"],
  ["influence", { gold: 0 }, "gold"],
  ["length", { labels: [], numbers: [], encoder: null, gold: 0 }, null],
])("%s on rows with %j lacks %s", (kind, part, need) => {
  expect(lacks(kind, { ...start, ...part })).toBe(need);
});

test("labels that a model gave are chosen with their probabilities", () => {
  const numbers = ["model_label_probability", "freeal_label_probability"];
  const step = kinds["model-label"].fresh({ ...start, numbers });
  expect(step).toMatchObject({ column: "freeal_label", certainty: "freeal_label_probability" });
  expect(settingsOf(step, "limit").map(({ name }) => name)).toEqual(["labels", "action"]);
  expect(withSetting(step, "labels", "model_label")).toEqual({
    ...step,
    column: "model_label",
    certainty: "model_label_probability",
  });
  const own = { ...step, certainty: "how_sure" } as CurationStep;
  expect(settingsOf(own, "limit").map(({ name }) => name)).toEqual(["column", "certainty", "action"]);
});

test("a file of rows stands for reviewed ones", () => {
  const gold_file = { path: "gold.csv", text: null, label: null, header: true, rows: null };
  expect(lacks("influence", { ...start, gold: 0, gold_file })).toBeNull();
});

test("every kind begins as itself and has settings that a form can show", () => {
  for (const kind of stepKinds) {
    const step = kinds[kind].fresh(start);
    expect(step.kind).toBe(kind);
    expect(settingsOf(step, null).filter(({ form }) => form === "other")).toEqual([]);
  }
  expect(unfilled(kinds.blocklist.fresh(start))).toBe("words");
});

test("the usual pipeline leaves out what the rows do not allow", () => {
  expect(usual(start).map(({ kind }) => kind)).toEqual(["exact-duplicate", "near-duplicate", "label-errors"]);
  expect(usual({ ...start, labels: [] }).map(({ kind }) => kind)).toEqual([
    "exact-duplicate",
    "near-duplicate",
  ]);
});

test("a kind that is not known has fields by its values", () => {
  expect(settingsOf(newer, "limit").map(({ form, name }) => [form, name])).toEqual([
    ["text", "lexicon"],
    ["switch", "deep"],
  ]);
});

test("changes of one field are undone together", () => {
  let history = startOf(0);
  history = changed(history, 1, false);
  history = changed(history, 2, true);
  history = changed(history, 3, false);
  expect(undone(history).now).toBe(2);
  expect(undone(undone(history)).now).toBe(0);
  expect(undone(undone(undone(history))).now).toBe(0);
  expect(redone(undone(history))).toEqual(history);
  expect(redone(changed(undone(history), 9, false)).now).toBe(9);
  expect(changed(history, 3, false)).toBe(history);
});

test.each<[string, string, string, string]>([
  ["a b c", "a b c", "a b c", "a b c"],
  ["The film is long", "the film was very long", "The film [is] long", "the film [was very] long"],
  ["one", "two", "[one]", "[two]"],
  ["", "x", "", "[x]"],
])("the difference of %j and %j", (left, right, a, b) => {
  const shown = (pieces: ReturnType<typeof textDifference>[0]) =>
    pieces
      .map(({ text, differs }) =>
        differs ? `[${text.trimEnd()}]${text.slice(text.trimEnd().length)}` : text,
      )
      .join("");
  expect(textDifference(left, right).map(shown)).toEqual([a, b]);
});

test("very long texts are not compared word by word", () => {
  const long = Array.from({ length: 700 }, (_, at) => `w${at}`).join(" ");
  expect(textDifference(long, `${long} x`)[0]).toEqual([{ text: long, differs: true }]);
});

const flow = (
  label: string | null,
  dropped_by: number | null,
  becomes: string | null,
  rows: number,
): CurationFlow => ({
  label,
  dropped_by,
  becomes,
  rows,
});

test("rows go from their label over what becomes of them to their label in the end", () => {
  const ways = waysOf(
    [flow("a", null, "a", 5), flow("b", null, "b", 4), flow("a", null, "b", 2), flow("b", 1, null, 3)],
    ["1. One", "2. Two"],
  );
  expect(ways.nodes.map(({ name, depth }) => `${depth} ${name}`)).toEqual([
    "0 a",
    "1 Kept",
    "2 a",
    "0 b",
    "2 b",
    "1 Relabelled",
    "1 2. Two",
  ]);
  expect(ways.links.map(({ source, target, value }) => `${source} > ${target} ${value}`)).toEqual([
    "from: a > kept 5",
    "kept > to: a 5",
    "from: b > kept 4",
    "kept > to: b 4",
    "from: a > relabelled 2",
    "relabelled > to: b 2",
    "from: b > step 1 3",
  ]);
});

test("many labels share a place, and no row is lost", () => {
  const flows = Array.from({ length: 30 }, (_, at) => flow(`l${at}`, null, `l${at}`, at + 1));
  const { nodes, links } = waysOf(flows, []);
  expect(nodes.filter(({ depth }) => depth === 0)).toHaveLength(9);
  expect(nodes.map(({ name }) => name)).toContain("22 other labels");
  const into = links.filter(({ target }) => target === "kept").reduce((sum, { value }) => sum + value, 0);
  expect(into).toBe((30 * 31) / 2);
});

test("the greatest loss", () => {
  expect(greatestLoss([flow("a", 0, null, 2), flow("b", 0, null, 2), flow("a", 1, null, 3)])).toEqual({
    step: 0,
    rows: 4,
  });
  expect(greatestLoss([flow("a", null, "a", 2)])).toBeNull();
});

const gate: GateReport = { before: 0.78, after: 0.815, low: 0.012, high: 0.058, gold: 200, verdict: "helps" };

test("figures in words", () => {
  expect(gateWords(gate)).toBe("Students answer 78.0 % rightly before, 81.5 % after (+1.2 to +5.8 points).");
  expect([difference(-0.047), difference(0), difference(-0.0001)]).toEqual(["−4.7", "+0.0", "+0.0"]);
  expect([
    shownValue(0.8),
    shownValue(3),
    shownValue(-1.2345),
    shownValue(0.8, { digits: 3 }),
    shownValue(-0.04, { digits: 0 }),
  ]).toEqual(["0.80", "3", "−1.235", "0.800", "0"]);
  const counts = { measured: 9, dropped: 1412, relabelled: 0, weighed: 0 };
  expect(doesWords(counts, true)).toBe("drops 1,412");
  expect(doesWords(counts, false)).toBe("would drop 1,412");
  expect(doesWords({ ...counts, dropped: 0 }, true)).toBe("does nothing");
});

test.each([
  ["english", "eng"],
  ["en", "eng"],
  ["ENG", "eng"],
  ["Deutsch", null],
  ["zh", "cmn"],
  ["Mandarin", "cmn"],
])("the language %s is called %s", (word, code) => {
  expect(isLanguage(word)).toBe(false);
  expect(languageOf(word)?.code ?? null).toBe(code);
});

test("what is counted is typed in whole numbers, of at least 1 where rows are dropped from there on", () => {
  const fractions = stepKinds.flatMap((kind) =>
    settingsOf(kinds[kind].fresh(start), "limit").filter(
      (setting) => setting.form === "number" && !setting.whole && setting.name !== "share",
    ),
  );
  expect(fractions.map(({ name }) => name)).toEqual(["keep"]);
  // Where every text has none, or one such word at most, the scale is short.
  for (const values of [bins(0, 0), bins(0, 0.5, 1)]) {
    const scale = scaleOf("toxicity", { kind: "below", limit: 1 }, values);
    expect(scale).toMatchObject({ step: 1, digits: 0, least: 1 });
  }
});

test("columns and a student that are left out are offered, and taken back leave no trace", () => {
  const rating: CurationStep = { kind: "rating", column: "judge", limit: 3, better: "higher" };
  expect(settingsOf(rating, "limit").map(({ form, name }) => [form, name])).toContainEqual([
    "switch",
    "student",
  ]);
  const helped = withSetting(rating, "student", true);
  expect(helped).toMatchObject({ student: true });
  expect(withSetting(helped, "student", false)).toEqual(rating);
  const dynamics: CurationStep = { kind: "dynamics", limit: 0.2 };
  expect(settingsOf(dynamics, "limit")).toEqual([{ form: "columns", name: "columns", value: [] }]);
  const table = withSetting(dynamics, "columns", ["age"]);
  expect(table).toMatchObject({ columns: ["age"] });
  expect(withSetting(table, "columns", [])).toEqual(dynamics);
});

test("a student of tables is offered numbers and categories, and not the label", () => {
  const column = (id: string, kind: ColumnKind) => ({ id, kind, choices: [] });
  const columns = [
    column("text", "text"),
    column("label", "label"),
    column("age", "number"),
    column("colour", "label"),
    column("tags", "list"),
    column("tone", "condition"),
  ];
  expect(tableColumns(columns)).toEqual(["age", "colour", "tone"]);
  expect(tableColumns([])).toEqual([]);
});
