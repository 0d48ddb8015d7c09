import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import { takeKey, useCommands } from "@/app/commands";
import type { JudgeRow } from "@/generated/JudgeRow";
import type { RateRow } from "@/generated/RateRow";
import type { Recipe } from "@/generated/Recipe";
import type { ReviewKind } from "@/generated/ReviewKind";
import type { RowDetail } from "@/generated/RowDetail";
import { connectTo, type Host } from "@/platform";
import { fixture } from "@/platform/fixture";
import { refreshApp, remember, useApp } from "@/state/app";
import { usePlace } from "@/state/navigation";
import ReviewPage from "./ReviewPage";
import type { Span } from "./spans/model";

const types = ["town", "river"];
const passage = "Ulm lies on the Danube.";
const ulm: Span = { span: "Ulm", type: "town", start: 0, end: 3 };
const danube: Span = { span: "Danube", type: "river", start: 16, end: 22 };

let judgments: JudgeRow[] = [];
let ratings: RateRow[] = [];
let user: UserEvent;

/** A run whose rows are of some kind, with these fields. */
async function connect(kind: ReviewKind, fields: Record<string, unknown>): Promise<void> {
  const host = fixture();
  const output: Recipe["steps"][number]["output"] = Object.fromEntries(
    Object.keys(fields).map((name) => [
      name,
      name === "entities"
        ? { type: "spans", of: "passage", types }
        : { type: "string", pattern: null, words: null, strict: false },
    ]),
  );
  const call: Host["call"] = async (name, request) => {
    if (name === "review_judge") judgments.push(request as JudgeRow);
    if (name === "review_rate") ratings.push(request as RateRow);
    const answer = await host.call(name, request);
    if (name === "review_queue") return { ...answer, kind, label_field: null, labels: [] };
    if (name === "recipe_version") {
      const { recipe } = answer as unknown as { recipe: Recipe };
      const steps = recipe.steps.slice(0, 1).map((step) => ({ ...step, output }));
      return {
        ...answer,
        recipe: { ...recipe, steps, task: { ...recipe.task, fields: Object.keys(fields) } },
      };
    }
    if (name === "row_detail") {
      const detail = answer as unknown as RowDetail;
      return { ...answer, summary: { ...detail.summary, fields } };
    }
    return answer;
  };
  connectTo({ ...host, call });
  await refreshApp();
}

beforeEach(() => {
  judgments = [];
  ratings = [];
  user = userEvent.setup();
  window.addEventListener("keydown", takeKey);
  usePlace.setState({ page: "review", run: 1 });
});
afterEach(() => {
  window.removeEventListener("keydown", takeKey);
  useApp.setState({ app: null, failure: null });
});

async function ready(): Promise<void> {
  await waitFor(() => expect(screen.getByTestId("review-title").textContent).toMatch(/^Row \d/));
}

async function openSpans(entities: Span[] = [ulm]): Promise<void> {
  await connect({ kind: "spans", field: "entities", of: "passage", types }, { passage, entities });
  render(<ReviewPage />);
  await ready();
  await screen.findByTestId("review-marked");
}

const marks = () => screen.queryAllByTestId("review-span").map((mark) => mark.getAttribute("aria-label"));
const hint = () => screen.getByTestId("review-span-hint").textContent;
const said = () => judgments.map(({ judgment }) => judgment);

test("spans are marked by keys alone: words are selected, typed by a number and accepted", async () => {
  await openSpans();
  expect(marks()).toEqual([expect.stringContaining("Ulm: town")]);
  expect(screen.queryByTestId("review-field-entities")).toBeNull();
  expect((screen.getByTestId("review-label-0") as HTMLButtonElement).disabled).toBe(true);
  await user.keyboard("{ArrowLeft}{ArrowLeft}");
  expect(hint()).toContain("‘Danube’");
  await user.keyboard("{Shift>}{ArrowLeft}{/Shift}");
  expect(hint()).toContain("‘the Danube’");
  await user.keyboard("{ArrowRight}{ArrowLeft}2");
  expect(marks().join()).toContain("Danube: river");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(said()).toEqual([{ judgment: "correct", values: { entities: [ulm, danube] } }]));
  expect(screen.getByTestId("review-done").textContent).toMatch(/accepted with your spans/);
});

test("a span is reached by Tab, gets another type by its number, and Delete takes it away", async () => {
  await openSpans();
  const mark = screen.getByTestId("review-span");
  act(() => mark.focus());
  expect(hint()).toContain("‘Ulm’ is marked as town");
  await user.keyboard("2");
  expect(marks()).toEqual([expect.stringContaining("Ulm: river")]);
  await user.keyboard("{Delete}");
  expect(marks()).toEqual([]);
  expect(document.activeElement).toBe(screen.getByTestId("review-row"));
  // Undo takes changes of the row on screen back first, one by one, and then judgments.
  await user.keyboard("u");
  expect(marks()).toEqual([expect.stringContaining("Ulm: river")]);
  await user.keyboard("{Control>}z{/Control}");
  expect(marks()).toEqual([expect.stringContaining("Ulm: town")]);
  await user.keyboard("u");
  await waitFor(() => expect(screen.getByTestId("review-done").textContent).toMatch(/nothing to take back/));
  act(() => screen.getByTestId("review-span").focus());
  await user.keyboard("{Enter}");
  await waitFor(() => expect(said()).toEqual([{ judgment: "accept" }]));
});

test("spans that overlap must be parted before a change of them is accepted", async () => {
  await openSpans([ulm, { span: "Ulm lies", type: "river", start: 0, end: 8 }]);
  expect(screen.getByTestId("review-spans-overlap").textContent).toContain("‘Ulm’ and ‘Ulm lies’");
  expect((screen.getByTestId("review-accept") as HTMLButtonElement).disabled).toBe(false);
  act(() => screen.getAllByTestId("review-span")[1]?.focus());
  await user.keyboard("{Delete}");
  expect(screen.queryByTestId("review-spans-overlap")).toBeNull();
  await user.keyboard("{Enter}");
  await waitFor(() => expect(said()).toEqual([{ judgment: "correct", values: { entities: [ulm] } }]));
});

test("the keys of spans are listed with the others and can be changed", async () => {
  await openSpans();
  const names = useCommands.getState().groups.review?.map(({ name, keys }) => `${name} ${keys}`);
  expect(names).toEqual(
    expect.arrayContaining(["Span: town 1", "Next word ArrowRight", "Delete the span Delete"]),
  );
  await user.click(screen.getByTestId("review-keys"));
  await user.click(screen.getByTestId("review-key-change-wordOn"));
  await user.keyboard("w");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByTestId("review-keys-dialog")).toBeNull());
  act(() => screen.getByTestId("review-row").focus());
  await user.keyboard("w");
  expect(hint()).toContain("‘Ulm’");
});

test("of two texts one is called better, without a word on which the recipe prefers", async () => {
  const kind: ReviewKind = { kind: "pair", fields: ["chosen", "rejected"], labels: null };
  await connect(kind, { chosen: "The better one.", rejected: "The other one." });
  render(<ReviewPage />);
  await ready();
  await screen.findByTestId("review-pair");
  expect(screen.queryByTestId("review-accept")).toBeNull();
  expect(screen.getByTestId("review-pair").textContent).not.toMatch(/chosen|rejected/);
  const side = () =>
    screen.getByTestId("review-pair-left").textContent?.includes("better") ? "left" : "right";
  const expected = [];
  for (const key of ["1", "2", "{ArrowLeft}", "{ArrowRight}"]) {
    await ready();
    const chose = key === "1" || key === "{ArrowLeft}" ? "left" : "right";
    expected.push(side() === chose ? "accept" : "swap");
    await user.keyboard(key);
  }
  await ready();
  await user.keyboard("3");
  await ready();
  await user.click(screen.getByRole("switch", { name: "Keep ties" }));
  act(() => screen.getByTestId("review-row").focus());
  await user.keyboard("3");
  await waitFor(() => expect(judgments.length).toBe(6));
  expect(said().map(({ judgment }) => judgment)).toEqual([...expected, "tie", "tie"]);
  expect(said().slice(4)).toEqual([
    { judgment: "tie", keep: false },
    { judgment: "tie", keep: true },
  ]);
});

test("any two texts of a row can be compared", async () => {
  remember("review.task", "recipe");
  await connect({ kind: "rows" }, { question: "A?", answer: "B.", other: "C." });
  render(<ReviewPage />);
  await ready();
  await user.click(within(screen.getByTestId("review-task")).getByRole("button"));
  await user.click(await screen.findByRole("option", { name: /Compare two texts/ }));
  expect((await screen.findByTestId("review-pair")).textContent).toMatch(/A\?/);
  await user.click(within(screen.getByTestId("review-pair-better")).getByRole("button"));
  await user.click(await screen.findByRole("option", { name: "other" }));
  await waitFor(() => expect(screen.getByTestId("review-pair").textContent).toMatch(/C\./));
});

test("rows are rated by numbers, and letters by the place of their key", async () => {
  await connect({ kind: "rows" }, { text: "A text." });
  remember("review.task", "one-to-five");
  render(<ReviewPage />);
  await ready();
  expect(screen.queryByTestId("review-accept")).toBeNull();
  await user.keyboard("5");
  await ready();
  await user.keyboard("2");
  await waitFor(() => expect(screen.getByTestId("review-judged").textContent).toMatch(/^2 of \d+ rated$/));
  expect(screen.getByTestId("review-mean").textContent).toBe("3.5 on average");
  expect(ratings.map(({ rating }) => rating.level)).toEqual([4, 1]);
  expect(screen.getByTestId("review-done").textContent).toMatch(/rated 2/);
  await user.keyboard("s");
  await ready();
  await user.keyboard("u");
  await waitFor(() => expect(screen.getByTestId("review-judged").textContent).toMatch(/^1 of/));
  expect(judgments).toEqual([]);
  act(() => remember("review.task", "four-level"));
  await waitFor(() => expect(screen.getByTestId("review-judged").textContent).toMatch(/^0 of/));
  await ready();
  await user.keyboard("1");
  await waitFor(() => expect(ratings.at(-1)?.rating).toEqual({ scale: "four-level", level: 3 }));
});
