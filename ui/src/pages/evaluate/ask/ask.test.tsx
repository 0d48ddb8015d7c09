import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AskRequest } from "@/generated/AskRequest";
import type { Event } from "@/generated/Event";
import type { Notice } from "@/generated/Notice";
import { type CommandName, connectTo } from "@/platform";
import { fixture, type Handlers } from "@/platform/fixture";
import { refreshApp, useApp } from "@/state/app";
import { listen } from "@/state/events";
import { AskPanel } from "./AskPanel";

let user: UserEvent;
let asked: [CommandName, unknown][] = [];
let say: (notice: Notice) => void;
let sequence = 0;

async function open(run: number, handlers: Handlers = {}): Promise<() => void> {
  const host = fixture({ annotation_start: () => null, ...handlers });
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
  const onAnswers = vi.fn();
  render(<AskPanel run={run} onAnswers={onAnswers} />);
  await screen.findByTestId("ask-label");
  return onAnswers;
}

const starts = () =>
  asked.filter(([name]) => name === "annotation_start").map(([, request]) => request as AskRequest);

beforeEach(() => {
  asked = [];
  user = userEvent.setup();
});
afterEach(() => {
  useApp.setState({ app: null, failure: null });
});

test("each question says how far it is and what asking would take", async () => {
  await open(2);
  const labels = screen.getByTestId("ask-label");
  expect(labels.textContent).toContain("120 of 500 rows answered by Seedbed starter");
  expect(labels.textContent).toContain("2 rows have changed since.");
  await waitFor(() => expect(labels.textContent).toContain("All of these are answered."));
  const rating = screen.getByTestId("ask-rating");
  await waitFor(() => expect(rating.textContent).toContain("100 rows to ask about. Takes about 25 s."));
  expect(screen.getByTestId("ask").textContent).toContain(
    "The 40 rows that people judged are asked about too.",
  );
});

test("a question is asked about as many rows as the user says, with progress, and can be stopped", async () => {
  const onAnswers = await open(1, { annotation_cancel: () => null });
  await user.click(screen.getByTestId("ask-all"));
  const start = screen.getByTestId("ask-start-rating");
  await waitFor(() => expect(start.hasAttribute("disabled")).toBe(false));
  await user.click(start);
  expect(starts()).toMatchObject([
    { run: 1, question: { kind: "rating", scale: "one-to-five" }, rows: null, anew: false },
  ]);
  const job = (status: "running" | "cancelled", done: number) =>
    say({ kind: "job", job: "annotation:rating", run: 1, done, total: 500, status, failure: null });
  job("running", 100);
  const line = screen.getByTestId("ask-rating");
  expect(line.textContent).toContain("100 of 500 rows done.");
  expect(within(line).getByRole("progressbar").getAttribute("aria-valuenow")).toBe("20");
  expect(screen.getByTestId("ask-start-label").hasAttribute("disabled")).toBe(true);
  await user.click(screen.getByTestId("ask-stop-rating"));
  expect(asked.some(([name]) => name === "annotation_cancel")).toBe(true);
  job("cancelled", 100);
  expect(onAnswers).toHaveBeenCalledTimes(1);
});

test("another rubric is another question", async () => {
  await open(1);
  await user.click(screen.getByTestId("ask-rubric"));
  const field = within(screen.getByTestId("ask-rubric-text")).getByRole("textbox");
  await user.clear(field);
  await user.type(field, "Is it polite?");
  await user.click(screen.getByTestId("ask-start-rating"));
  expect(starts()).toMatchObject([{ question: { kind: "rating", rubric: "Is it polite?" } }]);
  expect(screen.getByText("Put the usual rubric back")).toBeTruthy();
});

test("the user says which column is the answer, what the model reads for it, and how often", async () => {
  await open(1);
  const line = screen.getByTestId("ask-consistency");
  await user.click(within(line).getByText("Answers ‘answer’ from passage, question, 5 times"));
  const box = (name: string) => within(line).getByRole("checkbox", { name });
  expect(within(line).queryByRole("checkbox", { name: "answer" })).toBeNull();
  await user.click(box("passage"));
  await user.click(box("explanation"));
  const times = within(screen.getByTestId("ask-times")).getByRole("textbox");
  await user.clear(times);
  await user.type(times, "8");
  await user.tab();
  const start = screen.getByTestId("ask-start-consistency");
  await waitFor(() => expect(start.hasAttribute("disabled")).toBe(false));
  await user.click(start);
  expect(starts()).toMatchObject([
    {
      question: {
        kind: "consistency",
        fields: { answer: "answer", reads: ["question", "explanation"] },
        times: 8,
      },
    },
  ]);
});

test("nothing is asked where the model would read nothing", async () => {
  await open(1);
  const line = screen.getByTestId("ask-recheck");
  await user.click(screen.getByTestId("ask-recheck-form"));
  for (const name of ["passage", "question"]) await user.click(within(line).getByRole("checkbox", { name }));
  expect(line.textContent).toContain("Choose at least one column");
  expect(screen.getByTestId("ask-start-recheck").hasAttribute("disabled")).toBe(true);
});

test("groups are counted as groups, however many rows are drawn", async () => {
  await open(2);
  const line = screen.getByTestId("ask-groups");
  await waitFor(() => expect(line.textContent).toContain("7 groups to ask about."));
});
