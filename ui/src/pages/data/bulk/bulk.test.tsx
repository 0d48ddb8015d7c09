import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import type { LeftRows } from "@/generated/LeftRows";
import { call, connectTo } from "@/platform";
import { fixture } from "@/platform/fixture";
import { usePlace } from "@/state/navigation";
import type { Column } from "../columns";
import DataPage from "../DataPage";
import { everything, useQuery } from "../query";
import { type ChangeDraft, changeOf, leftWords, startingWith } from "./change";
import { differing } from "./differing";

beforeEach(() => {
  cleanup();
  connectTo(fixture());
  useQuery.setState(everything);
  usePlace.setState({ page: "data", run: 1 });
});

const columns: Column[] = [
  { id: "text", kind: "text", choices: [] },
  { id: "label", kind: "label", choices: ["positive", "negative"] },
  { id: "score", kind: "number", choices: [] },
  { id: "topic", kind: "condition", choices: [] },
];

test.each<[Partial<ChangeDraft>, unknown]>([
  [{ kind: "accept" }, { change: "accept" }],
  [
    { kind: "reject", reason: " dull " },
    { change: "reject", reason: "dull" },
  ],
  [{ kind: "set" }, null],
  [
    { kind: "set", value: "negative" },
    { change: "set", field: "label", value: "negative" },
  ],
  [
    { kind: "set", field: "score", value: "2.5" },
    { change: "set", field: "score", value: 2.5 },
  ],
  [{ kind: "set", field: "score", value: "two" }, null],
  [{ kind: "replace" }, null],
  [
    { kind: "replace", find: "a", with: "b" },
    {
      change: "replace",
      field: "text",
      replacement: { find: "a", with: "b", whole_words: true, match_case: true },
    },
  ],
])("a draft becomes a change once nothing is missing: %j", (part, expected) => {
  expect(changeOf({ ...startingWith("accepted"), ...part }, columns)).toEqual(expected);
});

test.each<[LeftRows[], string]>([
  [[], ""],
  [[{ why: "same", rows: 1 }], "1 row stays as it is: 1 is so already."],
  [
    [
      { why: "same", rows: 30 },
      { why: "judged", rows: 1 },
    ],
    "31 rows stay as they are: 30 are so already, 1 was judged by a person.",
  ],
])("why rows stay is said in one sentence", (left, expected) => {
  expect(leftWords(left)).toBe(expected);
});

test.each([
  ["the colour red", "the color red", ["the ", "colour", "color", " red"]],
  ["a b", "a b", ["a b", "", "", ""]],
  ["a a", "a", ["a", " a", "", ""]],
  ["", "x", ["", "", "x", ""]],
])("‘%s’ and ‘%s’ differ in whole words", (before, after, expected) => {
  const { start, old, now, end } = differing(before, after);
  expect([start, old, now, end]).toEqual(expected);
});

test("rows of a filter are changed together after a look at them, and one undo takes all back", async () => {
  useQuery.setState({ ...everything, filters: [{ column: "label", op: "is", value: "positive" }] });
  render(<DataPage />);
  const user = userEvent.setup();
  await waitFor(() => expect(screen.getByTestId("data-total").textContent).toMatch(/rows match$/));
  const matching = Number(screen.getByTestId("data-total").textContent?.match(/\d+/)?.[0]);
  await user.click(await screen.findByTestId("data-change-all"));
  const apply = screen.getByTestId("bulk-apply") as HTMLButtonElement;
  expect(apply.disabled).toBe(true);
  await user.click(within(screen.getByTestId("bulk-value")).getByRole("button"));
  await user.click(await screen.findByRole("option", { name: "negative" }));
  await waitFor(() =>
    expect(screen.getByTestId("bulk-changes").textContent).toBe(`${matching} rows will change.`),
  );
  const example = within(screen.getByTestId("bulk-preview")).getAllByRole("listitem")[0];
  expect(example?.textContent).toMatch(/^Row \d+.*positive negative$/);
  await waitFor(() => expect(apply.disabled).toBe(false));
  expect(apply.textContent).toBe(`Change ${matching} rows`);
  await user.click(apply);
  const done = () => screen.findByTestId("data-done");
  expect((await done()).textContent).toBe(`Made the change of label in ${matching} rows.`);
  expect(screen.queryByTestId("bulk-panel")).toBeNull();
  await waitFor(() => expect(screen.getByTestId("data-total").textContent).toBe("0 rows match"));
  await user.click(screen.getByTestId("data-undo"));
  await waitFor(async () =>
    expect((await done()).textContent).toBe(`Took back the change of label in ${matching} rows.`),
  );
  await waitFor(() => expect(screen.getByTestId("data-total").textContent).toBe(`${matching} rows match`));
});

test("rows that changed since the preview are not changed unseen", async () => {
  render(<DataPage />);
  const user = userEvent.setup();
  await waitFor(() => expect(screen.getByTestId("data-total").textContent).toMatch(/rows$/));
  await user.click(await screen.findByTestId("data-change-all"));
  await user.click(screen.getByTestId("bulk-reject"));
  const apply = () => screen.getByTestId("bulk-apply") as HTMLButtonElement;
  await waitFor(() => expect(apply().disabled).toBe(false));
  const before = apply().textContent;
  await call("row_decide", { row: { run: 1, draw: 2, attempt: 0 }, accept: false, note: "" });
  await user.click(apply());
  expect((await screen.findByTestId("error")).textContent).toContain("have changed since the preview");
  await waitFor(() => expect(apply().disabled).toBe(false));
  expect(apply().textContent).not.toBe(before);
  await user.click(apply());
  expect((await screen.findByTestId("data-done")).textContent).toMatch(/^Made the decision to reject/);
});
