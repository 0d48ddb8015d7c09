import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import type { BulkChange } from "@/generated/BulkChange";
import type { SimilarRow } from "@/generated/SimilarRow";
import { call, connectTo } from "@/platform";
import { fixture } from "@/platform/fixture";
import { chosen, deedWords, listed, moved, toggled } from "./choice";
import { SimilarDialog } from "./SimilarDialog";

beforeEach(() => {
  cleanup();
  connectTo(fixture());
});

const rows: SimilarRow[] = [0.9, 0.5, 0.5, 0.1].map((similarity, draw) => ({
  changed: { row: { run: 1, draw, attempt: 0 }, number: draw, text: "t", before: "a", after: "b" },
  similarity,
}));
const draws = (threshold: number, out: readonly string[]) =>
  chosen(rows, { threshold, out: new Set(out) }).map(({ draw }) => draw);

test("rows are chosen by how similar they are, but for those taken out", () => {
  expect([listed(rows, 0).length, listed(rows, 0.5).length, listed(rows, 1).length]).toEqual([4, 3, 0]);
  expect(draws(0.5, [])).toEqual([0, 1, 2]);
  expect(draws(0.5, ["1.0"])).toEqual([0, 2]);
  const choice = { threshold: 0, out: new Set<string>() };
  const row = { run: 1, draw: 2, attempt: 0 };
  expect([...toggled(choice, row).out]).toEqual(["2.0"]);
  expect([...toggled(toggled(choice, row), row).out]).toEqual([]);
});

test.each([
  ["ArrowDown", 0, 1],
  ["ArrowDown", 3, 3],
  ["ArrowUp", 0, 0],
  ["PageDown", 0, 2],
  ["End", 0, 3],
  ["Home", 3, 0],
  ["x", 1, null],
])("%s moves from %i to %s", (key, from, expected) => {
  expect(moved(key, from, 4, 2)).toBe(expected);
});

test.each<[BulkChange, string]>([
  [{ change: "set", field: "label", value: "negative" }, "Sets label to ‘negative’ in each chosen row."],
  [{ change: "reject", reason: "" }, "Rejects each chosen row."],
  [
    {
      change: "replace",
      field: "text",
      replacement: { find: "colour", with: "", whole_words: true, match_case: true },
    },
    "Takes ‘colour’ out of text of each chosen row.",
  ],
])("one line says what happens", (change, expected) => {
  expect(deedWords(change)).toBe(expected);
});

test("the change of one row is made to those like it that are ticked, by keys alone", async () => {
  const row = { run: 1, draw: 2, attempt: 0 };
  const { summary } = await call("row_detail", row);
  const label = summary.conditions.label === "positive" ? "negative" : "positive";
  await call("row_edit", { row, field: "label", value: label });
  const onDone = vi.fn();
  render(<SimilarDialog row={row} onDone={onDone} onClose={() => {}} />);
  const user = userEvent.setup();
  expect((await screen.findByTestId("similar-deed")).textContent).toBe(
    `Sets label to ‘${label}’ in each chosen row.`,
  );
  await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("similar-list")));
  const count = () => Number(screen.getByTestId("similar-count").textContent?.match(/^\d+/)?.[0]);
  const all = count();
  expect(all).toBeGreaterThan(2);
  await user.keyboard("{ArrowDown} ");
  expect(count()).toBe(all - 1);
  const active = () => screen.getByTestId("similar-list").getAttribute("aria-activedescendant");
  const second = active();
  await user.keyboard("{ArrowUp}");
  expect(active()).not.toBe(second);
  await user.click(screen.getByTestId("similar-apply"));
  await waitFor(() =>
    expect(onDone).toHaveBeenCalledWith({ rows: all - 1, what: `the change of label in ${all - 1} rows` }),
  );
  expect((await call("change_undo", { run: 1 })).rows).toBe(all - 1);
});
