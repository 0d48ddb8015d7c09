import { act, cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { takeKey, useCommands } from "@/app/commands";
import type { CurationExample } from "@/generated/CurationExample";
import type { CurationRequest } from "@/generated/CurationRequest";
import type { CurationStart } from "@/generated/CurationStart";
import type { CurationStep } from "@/generated/CurationStep";
import type { Recipe } from "@/generated/Recipe";
import { connectTo, type Host } from "@/platform";
import { fixture } from "@/platform/fixture";
import { refreshApp, useApp } from "@/state/app";
import { listen } from "@/state/events";
import { usePlace } from "@/state/navigation";
import { loadRecipe, useRecipe } from "@/state/recipe";
import { useQuery } from "../data/query";
import CuratePage from "./CuratePage";
import { closeCurations } from "./model/open";
import { useCuratePlace } from "./place";

// The drawings are tested where their options are made.
vi.mock("./flow/PipelinePlot", () => ({ default: () => <div data-testid="plot" /> }));

let user: UserEvent;
let measures: CurationRequest[] = [];
let previews = 0;
/** The program of this test: what an earlier one still says is not heard. */
let heard: Host | null = null;

/** Lists of examples with the row's own label as what their value was taken from. */
function withOwnLabels(lists: Record<string, CurationExample[]>): never {
  const own = (example: CurationExample) => ({
    ...example,
    evidence: { kind: "label", label: example.label },
  });
  const changed = Object.entries(lists).map(([name, list]) => [
    name,
    Array.isArray(list) ? list.map(own) : list,
  ]);
  return Object.fromEntries(changed) as never;
}

async function connect(
  more: {
    start?: Partial<CurationStart>;
    before?: (name: string) => Promise<void>;
    /** Students find each row's own label the likeliest. */
    ownLabels?: boolean;
    /** Of the recipe that the run was made with. */
    recipe?: Partial<Recipe>;
  } = {},
) {
  const host = fixture();
  const call: Host["call"] = async (name, request) => {
    if (name === "curation_measure") measures.push(request as CurationRequest);
    if (name === "curation_preview") previews += 1;
    await more.before?.(name);
    const answer = await host.call(name, request);
    if (more.ownLabels && (name === "curation_preview" || name === "curation_rows")) {
      return withOwnLabels(answer as never);
    }
    if (more.recipe && name === "recipe_version") {
      const version = answer as { recipe: Recipe };
      return { ...version, recipe: { ...version.recipe, ...more.recipe } } as never;
    }
    return name === "curation_open" ? { ...(answer as CurationStart), ...more.start } : (answer as never);
  };
  const subscribe: Host["subscribe"] = (listener) =>
    host.subscribe((event) => heard === host && listener(event));
  heard = host;
  connectTo({ ...host, call, subscribe } as Host);
  await listen();
  await refreshApp();
  await loadRecipe();
}

beforeEach(async () => {
  measures = [];
  previews = 0;
  user = userEvent.setup();
  window.addEventListener("keydown", takeKey);
  usePlace.setState({ page: "curate", run: 1 });
  useCuratePlace.setState({ panel: "flow", side: "main", open: null, listed: null });
  await connect();
});
afterEach(() => {
  vi.restoreAllMocks();
  closeCurations();
  window.removeEventListener("keydown", takeKey);
  useApp.setState({ app: null, failure: null });
  useRecipe.setState({ recipe: null, checked: null, versions: [], past: [], future: [], error: null });
});

const settled = () =>
  waitFor(() => {
    expect(screen.queryByTestId("measure-cancel")).toBeNull();
    expect(screen.queryAllByText("not measured yet")).toHaveLength(0);
  });

async function usual(): Promise<void> {
  render(<CuratePage />);
  await user.click(await screen.findByTestId("start-usual"));
  await settled();
}

/** The page with these steps. */
async function open(...curate: CurationStep[]): Promise<void> {
  await connect({ start: { pipeline: { curate } } });
  render(<CuratePage />);
  await screen.findByTestId("steps-main");
  await settled();
}

const card = (kind: string) => within(screen.getByTestId(`step-${kind}`));
const near: CurationStep = { kind: "near-duplicate", ngram: 3, limit: 0.8 };
const errors: CurationStep = { kind: "label-errors", action: "drop", limit: 0.5 };
const number = (text: string | null) => Number((text ?? "").replaceAll(/\D/g, ""));

test("the usual pipeline is one button away, and its effect is seen in words and figures", async () => {
  await usual();
  expect(measures.at(-1)).toMatchObject({
    run: 1,
    side: "main",
    pipeline: { curate: [{ kind: "exact-duplicate" }, near, errors] },
  });
  expect(screen.getByTestId("curate-summary").textContent).toMatch(/^\d+ of \d+ rows kept/);
  expect(card("label-errors").getByTestId("gate").textContent).toBe(
    "Helps. Students answer 78.0 % rightly before, 81.5 % after (+1.2 to +5.8 points).",
  );
  expect(card("label-errors").getByTestId("step-outcome").textContent).toMatch(/^drops \d+$/);
});

test("the arrow keys move the limit: the counts follow at once, the pipeline soon after, and undo takes it back", async () => {
  await open(near);
  const handle = () => screen.getByRole("slider");
  const dropped = async () =>
    number((await screen.findByTestId("dial-counts")).children[1]?.textContent ?? "");
  await waitFor(async () => expect(await dropped()).toBeGreaterThan(0));
  const before = await dropped();
  // Keys in quick succession are undone together, however slow the machine is.
  vi.spyOn(Date, "now").mockReturnValue(0);
  handle().focus();
  await user.keyboard("{Shift>}{ArrowLeft}{ArrowLeft}{/Shift}{ArrowRight}");
  expect(handle().getAttribute("aria-valuenow")).toBe("0.61");
  await waitFor(async () => expect(await dropped()).toBeGreaterThan(before));
  expect(handle().getAttribute("aria-valuetext")).toMatch(/^0\.61: \d+ kept, \d+ dropped$/);
  await waitFor(() => expect(measures.at(-1)?.pipeline.curate).toEqual([{ ...near, limit: 0.61 }]));
  await user.keyboard("{Control>}z{/Control}");
  expect(handle().getAttribute("aria-valuenow")).toBe("0.8");
  await waitFor(() => expect(measures.at(-1)?.pipeline.curate).toEqual([near]));
});

test("dragging shows what a limit would do, and changes the pipeline only when it is let go of", async () => {
  await open(near);
  const plot = screen.getByTestId("histogram");
  plot.getBoundingClientRect = () => ({ left: 100, width: 500, top: 0, height: 100 }) as DOMRect;
  const at = (type: "pointerdown" | "pointermove" | "pointerup", share: number) =>
    fireEvent(plot, new MouseEvent(type, { bubbles: true, clientX: 100 + 500 * share, button: 0 }));
  const value = () => screen.getByRole("slider").getAttribute("aria-valuenow");
  const asked = measures.length;
  at("pointerdown", 0.8);
  at("pointermove", 0.5);
  at("pointermove", 0.31);
  expect(value()).toBe("0.31");
  expect(measures).toHaveLength(asked);
  screen.getByRole("slider").focus();
  await user.keyboard("{Escape}");
  at("pointerup", 0.31);
  expect(value()).toBe("0.8");
  expect(measures).toHaveLength(asked);
  at("pointerdown", 0.8);
  at("pointermove", 0.31);
  at("pointerup", 0.31);
  await waitFor(() => expect(measures.at(-1)?.pipeline.curate).toEqual([{ ...near, limit: 0.31 }]));
  expect(screen.getByTestId("examples-outside").textContent).toMatch(/^Just dropped/);
});

test("while one question is on its way, only the latest is asked next", async () => {
  let release: (() => void)[] = [];
  await connect({
    start: { pipeline: { curate: [near] } },
    before: (name) =>
      name === "curation_preview" ? new Promise<void>((done) => release.push(done)) : Promise.resolve(),
  });
  render(<CuratePage />);
  await waitFor(() => expect(previews).toBe(1));
  screen.getByRole("slider").focus();
  await user.keyboard("{ArrowLeft}{ArrowLeft}{ArrowLeft}{ArrowLeft}");
  expect(previews).toBe(1);
  await act(async () => {
    for (const done of release) done();
    release = [];
  });
  await waitFor(() => expect(previews).toBe(2));
});

test("a typed limit counts, and one from which every row would be dropped does not", async () => {
  await open(near);
  const field = within(screen.getByTestId("dial-number-0")).getByRole("textbox");
  await user.clear(field);
  await user.type(field, "0.725{Tab}");
  await waitFor(() => expect(measures.at(-1)?.pipeline.curate).toEqual([{ ...near, limit: 0.725 }]));
  await user.clear(field);
  await user.type(field, "0{Tab}");
  await waitFor(() => expect(measures.at(-1)?.pipeline.curate).toMatchObject([{ limit: 0.01 }]));
});

test("a band has two handles that do not pass each other", async () => {
  await open({ kind: "length", words: [30, 40] });
  const [low, high] = screen.getAllByRole("slider");
  expect(low?.getAttribute("aria-label")).toBe("Lower end of Length");
  low?.focus();
  await user.keyboard("{Shift>}{ArrowRight}{ArrowRight}{/Shift}");
  expect(low?.getAttribute("aria-valuenow")).toBe("40");
  expect(high?.getAttribute("aria-valuenow")).toBe("40");
});

test.each<[string, CurationStep, RegExp]>([
  ["share", { kind: "generation-probability", column: "score", share: 0.5 }, /The 50 % of each label/],
  ["relabel", { kind: "relabel", keep: 0.3, limit: 0.5 }, /keep their label.*relabelled/],
  ["weigh", { kind: "sun-gen", rounds: 50 }, /weighed \d+/],
  ["no limit", { kind: "refusal", phrases: [] }, /kept \d+.*dropped \d+/],
])("a step with a %s shows its own figures", async (_, step, words) => {
  await open(step);
  if (useCuratePlace.getState().open === null) await user.click(screen.getByTestId("step-toggle"));
  await waitFor(() => expect(screen.getByTestId(`step-${step.kind}`).textContent).toMatch(words));
});

test("a kind of step that the window does not know still has a card, fields and a limit", async () => {
  const step = { kind: "sarcasm", limit: 0.4, lexicon: "plain" } as unknown as CurationStep;
  await open(step);
  await user.click(screen.getByTestId("step-toggle"));
  expect(screen.getByTestId("step-sarcasm").textContent).toMatch(/1\. sarcasm/);
  expect(screen.getByTestId("setting-lexicon")).toBeTruthy();
  screen.getByRole("slider").focus();
  await user.keyboard("{ArrowRight}");
  await waitFor(() => expect(measures.at(-1)?.pipeline.curate).toEqual([{ ...step, limit: 0.41 }]));
});

test("a step that is held back says why, and what to do", async () => {
  await open({ kind: "small-loss", limit: 0.7 });
  expect(card("small-loss").getByTestId("step-outcome").textContent).toMatch(/^would drop \d+held back$/);
  expect(card("small-loss").getByTestId("held-back").textContent).toMatch(
    /^Held back: it costs 2\.3 points on 64 gold rows/,
  );
});

test("a step that is held back is used all the same, and held back again by the same switch", async () => {
  await open({ kind: "small-loss", limit: 0.7 });
  const anyway = () => card("small-loss").getByTestId("against-gate");
  await user.click(anyway());
  expect((await screen.findByTestId("used-against")).textContent).toMatch(
    /^Used against the gate: it costs 2\.3 points on 64 gold rows/,
  );
  expect(measures.at(-1)?.pipeline.curate).toEqual([{ kind: "small-loss", limit: 0.7, gate: "ignore" }]);
  expect(card("small-loss").getByTestId("step-outcome").textContent).toMatch(
    /^drops \d+used against the gate$/,
  );
  await settled();
  await user.click(screen.getByTestId("apply"));
  await user.click(await screen.findByTestId("apply-do"));
  expect((await screen.findByTestId("applied")).textContent).toMatch(/Used against the gate: Small loss\./);
  await user.click(anyway());
  await screen.findByTestId("held-back");
  expect(measures.at(-1)?.pipeline.curate).toEqual([{ kind: "small-loss", limit: 0.7 }]);
});

test("the menu says what the rows lack", async () => {
  await connect({ start: { labels: [], encoder: null } });
  render(<CuratePage />);
  await user.click(await screen.findByTestId("add-step"));
  const item = (name: RegExp) => screen.getByRole("menuitem", { name });
  expect(item(/Same meaning/).getAttribute("aria-disabled")).toBe("true");
  expect(item(/Same meaning/).textContent).toMatch(/Needs a sentence encoder/);
  expect(item(/Label errors/).textContent).toMatch(/Needs labels/);
  await user.click(item(/^Length/));
  expect(await screen.findByTestId("step-length")).toBeTruthy();
});

test("steps are moved by key, left out, copied and removed", async () => {
  await open({ kind: "exact-duplicate" }, near);
  const kinds = () => measures.at(-1)?.pipeline.curate.map(({ kind }) => kind);
  card("near-duplicate").getByTestId("step-toggle").focus();
  await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
  await waitFor(() => expect(kinds()).toEqual(["near-duplicate", "exact-duplicate"]));
  await user.click(card("near-duplicate").getByTestId("step-off"));
  await waitFor(() =>
    expect(measures.at(-1)?.pipeline.curate).toEqual([{ ...near, off: true }, { kind: "exact-duplicate" }]),
  );
  await user.click(card("near-duplicate").getByTestId("step-off"));
  await user.click(screen.getByRole("button", { name: "Duplicate: Near duplicates" }));
  await waitFor(() => expect(kinds()).toEqual(["near-duplicate", "near-duplicate", "exact-duplicate"]));
  await user.click(screen.getByRole("button", { name: "Remove: Near duplicates" }));
  await waitFor(() => expect(kinds()).toEqual(["near-duplicate", "exact-duplicate"]));
});

test("a step that says too little waits until it is filled in", async () => {
  await connect({
    start: { pipeline: { curate: [{ kind: "exact-duplicate" }, { kind: "blocklist", words: [] }] } },
  });
  render(<CuratePage />);
  await waitFor(() => expect(screen.getAllByTestId("step-outcome")).toHaveLength(1));
  expect(measures.at(-1)?.pipeline.curate).toEqual([{ kind: "exact-duplicate" }]);
  await user.click(card("blocklist").getByTestId("step-toggle"));
  await user.type(within(screen.getByTestId("setting-words")).getByRole("textbox"), "boat, sand");
  await waitFor(() =>
    expect(measures.at(-1)?.pipeline.curate.at(-1)).toEqual({ kind: "blocklist", words: ["boat", "sand"] }),
  );
});

test("Consistency waits until its columns are chosen from those of the rows", async () => {
  await open(near);
  await user.click(screen.getByTestId("add-step"));
  await user.click(screen.getByRole("menuitem", { name: /^Consistency/ }));
  await user.click(await screen.findByTestId("column-text"));
  await waitFor(() =>
    expect(measures.at(-1)?.pipeline.curate).toEqual([
      near,
      { kind: "consistency", columns: ["text"], limit: 0.5 },
    ]),
  );
  await user.click(screen.getByTestId("column-text"));
  await waitFor(() => expect(measures.at(-1)?.pipeline.curate).toEqual([near]));
  expect(card("consistency").getByText(/Choose the columns/)).toBeTruthy();
  for (const { pipeline } of measures)
    expect(pipeline.curate).not.toContainEqual(expect.objectContaining({ columns: [] }));
});

test("a language that is not named by its code leaves the step out, and the field says which code is wanted", async () => {
  await open(near, { kind: "language", languages: ["eng"], limit: 0.9 });
  await user.click(card("language").getByTestId("step-toggle"));
  const field = () => within(screen.getByTestId("setting-languages")).getByRole("textbox");
  const says = () => screen.getByTestId("setting-languages").textContent;
  await user.clear(field());
  await user.type(field(), "eng, German");
  expect(says()).toContain("‘German’ is no code: write deu for German.");
  await waitFor(() => expect(measures.at(-1)?.pipeline.curate).toEqual([near]));
  await user.clear(field());
  await user.type(field(), "klingon");
  expect(says()).toContain("‘klingon’ is the code of no language");
  await user.clear(field());
  await user.type(field(), "eng, deu");
  await waitFor(() =>
    expect(measures.at(-1)?.pipeline.curate.at(-1)).toMatchObject({ languages: ["eng", "deu"] }),
  );
  expect(says()).toContain("Three letters each");
  for (const { pipeline } of measures) expect(JSON.stringify(pipeline)).not.toMatch(/German|klingon/);
});

test("private sources are compared by words in a row, where there are any", async () => {
  const step: CurationStep = { kind: "source-leakage", words: 7 };
  await connect({ start: { pipeline: { curate: [step] } }, recipe: { sources: [] } });
  render(<CuratePage />);
  await waitFor(() =>
    expect(card("source-leakage").getByTestId("step-outcome").textContent).toBe("no private source"),
  );
  await user.click(card("source-leakage").getByTestId("step-toggle"));
  expect(screen.getByTestId("no-source").textContent).toMatch(/^Nothing was compared/);
  expect(screen.getByTestId("setting-words").textContent).toMatch(/^Words in a row/);
  expect(screen.queryByTestId("dial-counts")).toBeNull();
  cleanup();
  closeCurations();
  await open(step);
  expect(card("source-leakage").getByTestId("step-outcome").textContent).toMatch(
    /^(drops \d+|does nothing)$/,
  );
  expect(screen.queryByTestId("no-source")).toBeNull();
});

test("measuring can be stopped, and begun again", async () => {
  await usual();
  await user.click(card("label-errors").getByRole("button", { name: /^Drop these rows/ }));
  await user.click(await screen.findByRole("option", { name: /likelier label/ }));
  await user.click(await screen.findByTestId("measure-cancel"));
  const again = await screen.findByTestId("measure");
  expect(screen.getByTestId("apply").hasAttribute("disabled")).toBe(true);
  await user.click(again);
  await waitFor(() => expect(screen.getByTestId("apply").hasAttribute("disabled")).toBe(false));
  expect(card("label-errors").getByTestId("step-outcome").textContent).toMatch(/^relabels \d+$/);
});

test("applying says what it does, stands, and is taken back", async () => {
  await open(near);
  await user.click(screen.getByTestId("apply"));
  expect((await screen.findByRole("dialog")).textContent).toMatch(
    /Marks \d+ rows as left out.*Nothing is deleted/,
  );
  await user.click(screen.getByTestId("apply-do"));
  expect((await screen.findByTestId("applied")).textContent).toMatch(/\(Ada\): \d+ rows kept, \d+ left out/);
  await waitFor(() => expect(screen.getByTestId("apply").hasAttribute("disabled")).toBe(true));
  await user.click(screen.getByTestId("take-back"));
  await waitFor(() => expect(screen.queryByTestId("applied")).toBeNull());
});

test("the pipeline becomes part of the recipe, and the page says when they differ", async () => {
  await open(near);
  await user.click(screen.getByTestId("save-with-recipe"));
  expect(useRecipe.getState().recipe?.curate).toEqual([near]);
  expect(screen.getByTestId("save-with-recipe").textContent).toBe("Saved with the recipe");
  screen.getByRole("slider").focus();
  await user.keyboard("{ArrowLeft}");
  expect(screen.getByTestId("recipe-differs").textContent).toMatch(/another pipeline: 1 Near duplicates/);
  await user.click(within(screen.getByTestId("recipe-differs")).getByRole("button"));
  await waitFor(() => expect(screen.queryByTestId("recipe-differs")).toBeNull());
});

test("an empty page offers the recipe's pipeline, and does not remove it unasked", async () => {
  useRecipe.setState(({ recipe }) => ({ recipe: recipe && { ...recipe, curate: [near] } }));
  render(<CuratePage />);
  expect((await screen.findByTestId("recipe-differs")).textContent).toMatch(
    /holds a pipeline: 1 Near duplicates/,
  );
  await user.click(screen.getByTestId("save-with-recipe"));
  expect((await screen.findByRole("dialog")).textContent).toMatch(/removes the pipeline/);
  expect(useRecipe.getState().recipe?.curate).toEqual([near]);
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  expect(useRecipe.getState().recipe?.curate).toEqual([near]);
  await user.click(screen.getByTestId("save-with-recipe"));
  await user.click(await screen.findByTestId("remove-from-recipe"));
  expect(useRecipe.getState().recipe?.curate).toEqual([]);
  act(() => useRecipe.setState(({ recipe }) => ({ recipe: recipe && { ...recipe, curate: [near] } })));
  await user.click(screen.getByTestId("use-recipe"));
  await waitFor(() => expect(measures.at(-1)?.pipeline.curate).toEqual([near]));
  expect(screen.getByTestId("save-with-recipe").textContent).toBe("Saved with the recipe");
});

test("a file of rows joins the reviewed ones", async () => {
  await open(near);
  expect(screen.getByTestId("gold").textContent).toMatch(/gold\.jsonl/);
  await user.click(screen.getByTestId("gold-forget"));
  await user.click(await screen.findByTestId("gold-choose"));
  const before = measures.length;
  await user.click(await screen.findByTestId("file-keep"));
  await waitFor(() => expect(measures.length).toBe(before + 1));
  expect(screen.getByTestId("gold").textContent).toMatch(/reviews\.csv/);
});

test("without reviewed rows the page says how many of them it takes for steps to pass the gate", async () => {
  await connect({ start: { pipeline: { curate: [near] }, gold: 0, gold_file: null } });
  render(<CuratePage />);
  expect((await screen.findByTestId("gold")).textContent).toMatch(/About 200 tell much/);
});

test("duplicates stand side by side with the differing words marked, and hostile text is text", async () => {
  await open(near);
  await user.click(screen.getByTestId("panel-duplicates"));
  const [group] = await screen.findAllByTestId("duplicate-group");
  expect(group?.querySelectorAll("mark").length).toBeGreaterThan(0);
  expect(document.querySelector(".duplicate-text b")).toBeNull();
});

test("label errors are listed by suspicion, window by window, and lead to the Review page", async () => {
  await open(errors);
  await user.click(screen.getByTestId("panel-labels"));
  const values = () =>
    screen.getAllByTestId("step-row").map((row) => Number(row.querySelector("td")?.textContent));
  await screen.findByTestId("step-rows-table");
  const first = values();
  expect(first).toHaveLength(50);
  expect(first).toEqual(first.toSorted((a, b) => b - a));
  await user.click(screen.getByTestId("pager-next"));
  await waitFor(() => expect(values()[0]).toBeLessThanOrEqual(first.at(-1) ?? 0));
  await user.click(screen.getByTestId("review-these"));
  expect(usePlace.getState().page).toBe("review");
  expect(useApp.getState().app?.settings.ui["review.order"]).toBe("suspicious");
});

test("evidence that is the row's own label is said to fit, not to be a better one", async () => {
  await connect({ start: { pipeline: { curate: [errors] } }, ownLabels: true });
  render(<CuratePage />);
  await screen.findByTestId("steps-main");
  await settled();
  const label = async (row: Promise<HTMLElement>) => (await row).querySelector(".chip")?.textContent;
  const kept = async () =>
    (await within(screen.getByTestId("examples-inside")).findAllByRole("listitem"))[0] as HTMLElement;
  expect((await kept()).textContent).toContain(`${await label(kept())} fits best`);
  expect(screen.getByTestId("examples-inside").textContent).not.toContain("better");
  await user.click(screen.getByTestId("panel-labels"));
  const rows = await screen.findAllByTestId("step-row");
  for (const row of rows.slice(0, 3)) expect(row.textContent).toContain("fits best");
  expect(screen.getByTestId("step-rows-table").textContent).not.toContain("better");
});

test("a row of a list opens on the Data page", async () => {
  await open({ kind: "balance" });
  await user.click(screen.getByTestId("panel-weights"));
  await user.click((await screen.findAllByRole("button", { name: /^Open row/ }))[0] as HTMLElement);
  expect(usePlace.getState().page).toBe("data");
  expect(useQuery.getState().filters).toMatchObject([{ column: "_draw", op: "is" }]);
});

test("two pipelines are compared, and the better one is taken", async () => {
  await open(near);
  await user.click(screen.getByTestId("panel-compare"));
  await user.click(screen.getByTestId("compare-start"));
  await screen.findByTestId("steps-other");
  await user.click(within(screen.getByTestId("steps-other")).getByTestId("step-toggle"));
  (await screen.findByRole("slider")).focus();
  await user.keyboard("{Shift>}{ArrowLeft}{ArrowLeft}{/Shift}");
  await waitFor(() =>
    expect(screen.getByTestId("compare-figures").children[1]?.textContent).toMatch(/^[1-9]\d*only/),
  );
  await user.click(screen.getByTestId("compare-use"));
  await waitFor(() =>
    expect(measures.at(-1)).toMatchObject({ side: "main", pipeline: { curate: [{ ...near, limit: 0.6 }] } }),
  );
  expect(screen.queryByTestId("steps-other")).toBeNull();
});

test("the charts have tables with the same figures", async () => {
  await usual();
  await user.click(screen.getByTestId("chart-table-funnel"));
  const rows = within(screen.getByTestId("chart-funnel")).getAllByRole("row").slice(1);
  expect(rows.map((row) => row.querySelector("td")?.textContent)).toEqual([
    "At first",
    "1. Exact duplicates",
    "2. Near duplicates",
    "3. Label errors",
  ]);
  await user.click(within(rows[2] as HTMLElement).getByRole("button"));
  expect(card("near-duplicate").getByTestId("step-toggle").getAttribute("aria-expanded")).toBe("true");
  await user.click(screen.getByTestId("chart-table-ways"));
  expect(screen.getByTestId("chart-ways").textContent).toMatch(/positive|negative/);
});

test("without rows the page says what to do", async () => {
  await connect({ start: { rows: 0 } });
  render(<CuratePage />);
  expect(await screen.findByText("This run has no rows to curate")).toBeTruthy();
});

test("an error of opening stands on the page, and can be tried again", async () => {
  let fails = true;
  await connect({
    before: async (name) => {
      if (name === "curation_open" && fails)
        throw { code: "failed", message: "The project cannot be read.", detail: null };
    },
  });
  render(<CuratePage />);
  expect((await screen.findByTestId("error")).textContent).toMatch(/cannot be read/);
  fails = false;
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByTestId("start-usual")).toBeTruthy();
});

test("undo and redo are offered by name", async () => {
  await open(near);
  const names = () => useCommands.getState().groups.curate?.map(({ keys, disabled }) => [keys, disabled]);
  expect(names()).toEqual([
    ["Ctrl+Z", true],
    ["Ctrl+Shift+Z", true],
  ]);
  screen.getByRole("slider").focus();
  await user.keyboard("{ArrowLeft}");
  expect(names()?.[0]).toEqual(["Ctrl+Z", false]);
});
