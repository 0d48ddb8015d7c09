import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AskRequest } from "@/generated/AskRequest";
import type { CodebookRequest } from "@/generated/CodebookRequest";
import type { Event } from "@/generated/Event";
import type { Notice } from "@/generated/Notice";
import { useQuery } from "@/pages/data/query";
import { type CommandName, connectTo } from "@/platform";
import { fixture } from "@/platform/fixture";
import { refreshApp, useApp } from "@/state/app";
import { listen } from "@/state/events";
import { usePlace } from "@/state/navigation";
import { loadRecipe, undo, useRecipe } from "@/state/recipe";
import ReviewPage from "../ReviewPage";

let user: UserEvent;
let asked: [CommandName, unknown][] = [];
let say: (notice: Notice) => void;
let sequence = 0;

async function open(run: number): Promise<void> {
  const host = fixture({ annotation_start: () => null, annotation_cancel: () => null });
  let listener: (event: Event) => void = () => {};
  connectTo({
    ...host,
    call: (name, request) => {
      asked.push([name, request]);
      return host.call(name, request);
    },
    subscribe: async (added) => {
      listener = added;
    },
  });
  say = (notice) => act(() => listener({ sequence: sequence++, notice }));
  await listen();
  await refreshApp();
  await loadRecipe();
  usePlace.setState({ page: "review", run, view: "codebook" });
  render(<ReviewPage />);
}

const requestsOf = <Request,>(name: CommandName) =>
  asked.filter(([one]) => one === name).map(([, request]) => request as Request);
const text = (id: string) => screen.getByTestId(id).textContent;
const type = async (id: string, words: string) => {
  const field = within(screen.getByTestId(id)).getByRole("textbox");
  await user.clear(field);
  await user.type(field, words);
};

beforeEach(() => {
  asked = [];
  user = userEvent.setup();
});
afterEach(() => {
  useApp.setState({ app: null, failure: null });
});

test("with too few labelled rows the page says how many are missing, and leads to them", async () => {
  await open(1);
  const none = await screen.findByTestId("codebook-none");
  expect(none.textContent).toContain("28 more reviewed rows are needed");
  expect(none.textContent).toContain("People labelled 12 rows of this run so far; with fewer than 40");
  await user.click(screen.getByTestId("codebook-review"));
  expect(usePlace.getState().view).toBe("rows");
  await act(async () => {});
});

test("each wording is listed with what it did on rows held out, and the figures are of the half that is seen", async () => {
  await open(2);
  await screen.findByTestId("codebook");
  expect(text("codebook-round-0")).toContain("The recipe’s wording");
  expect(text("codebook-round-0")).toContain("66 % (50–82 %) of the rows to refine by, κ 0.33, n = 31.");
  expect(screen.getByTestId("verdict").textContent).toBe("Helps");
  expect(text("codebook-round-1")).toContain(
    "On the 29 rows held out 69 % before, 86 % after (+2 to +33 pp).",
  );
  // The last wording is on screen first.
  expect(text("codebook-agreement")).toMatch(/^Same label87 %75–99 %31/);
  await user.click(screen.getByTestId("codebook-show-0"));
  expect(text("codebook-agreement")).toMatch(/^Same label66 %/);
  const [, worst] = within(screen.getByTestId("codebook-labels")).getAllByRole("row");
  expect(worst?.textContent).toMatch(/^positive50 %.*Word it anew$/);
  expect(within(screen.getByTestId("codebook-definition-0")).getByText("Misses the aim")).toBeTruthy();
  await user.click(screen.getByTestId("codebook-confusion-0"));
  expect(usePlace.getState()).toMatchObject({ page: "data", run: 2 });
  expect(useQuery.getState()).toMatchObject({
    show: "all",
    filters: [{ column: "_draw", op: "one-of", value: [4, 9, 12, 20, 31, 32, 40, 44] }],
  });
});

test("the aim is the user's", async () => {
  await open(2);
  await screen.findByTestId("codebook");
  const field = within(screen.getByTestId("codebook-aim")).getByRole("textbox");
  await user.clear(field);
  await user.type(field, "70{Enter}");
  await waitFor(() =>
    expect(requestsOf<CodebookRequest>("codebook_view").at(-1)).toEqual({ run: 2, aim: 0.7 }),
  );
});

test("another wording is asked about the labelled rows alone, with progress, and can be stopped", async () => {
  await open(2);
  await screen.findByTestId("codebook");
  expect(text("codebook-standing")).toContain("Wording 2, as it was asked.");
  await type("codebook-text", "Sarcasm is negative.");
  await type("codebook-definition-1", "Advises against it");
  expect(text("codebook-standing")).toContain("This wording was not asked yet.");
  const expected: AskRequest = {
    run: 2,
    question: {
      kind: "codebook",
      wording: {
        codebook: "Sarcasm is negative.",
        definitions: [
          { label: "positive", text: "The writer would watch it again." },
          { label: "negative", text: "Advises against it" },
        ],
      },
    },
    rows: 0,
    anew: false,
  };
  await waitFor(() => expect(requestsOf("annotation_estimate").at(-1)).toEqual(expected));
  const key = "codebook-1b";
  const job = (status: "running" | "completed", done: number) =>
    say({ kind: "job", job: `annotation:${key}`, run: 2, done, total: 60, status, failure: null });
  job("running", 15);
  expect(text("codebook-standing")).toContain("15 of 60 rows done.");
  expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("25");
  await user.click(screen.getByTestId("codebook-stop"));
  expect(requestsOf("annotation_cancel")).toEqual([{ run: 2 }]);
  const before = requestsOf("codebook_view").length;
  job("completed", 60);
  await waitFor(() => expect(requestsOf("codebook_view").length).toBe(before + 1));
});

test("a wording goes into the recipe as a version, and undo takes it out again", async () => {
  await open(2);
  await screen.findByTestId("codebook");
  const use = screen.getByTestId("codebook-use-1");
  await user.click(use);
  await waitFor(() => expect(requestsOf("recipe_save").length).toBe(1));
  const task = () => useRecipe.getState().recipe?.task;
  expect(task()?.codebook).toBe("Irony counts as what it means.");
  expect(task()?.labels[0]?.definition).toBe("The writer would watch it again.");
  await waitFor(() => expect(use.textContent).toBe("In the recipe"));
  expect(text("codebook-round-1")).toMatch(/The recipe has it as version \d+\./);
  act(undo);
  expect(task()?.codebook).not.toBe("Irony counts as what it means.");
});

test("a wording that was asked before can be edited further", async () => {
  await open(2);
  await screen.findByTestId("codebook");
  await user.click(screen.getByTestId("codebook-edit-0"));
  const field = within(screen.getByTestId("codebook-definition-0")).getByRole("textbox");
  expect((field as HTMLTextAreaElement).value).toBe("praises the film");
  expect(text("codebook-standing")).toContain("The recipe’s wording, as it was asked.");
});
