import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import type { CompareRuns } from "@/generated/CompareRuns";
import type { RunSummary } from "@/generated/RunSummary";
import { useRecipePlace } from "@/pages/recipe/state";
import { connectTo } from "@/platform";
import { fixture } from "@/platform/fixture";
import { usePlace } from "@/state/navigation";
import { CompareTab } from "./CompareTab";
import { firstChoice, inOrder, markOf } from "./compare";

let asked: CompareRuns[] = [];
let user: UserEvent;
const runs = [4, 3, 2, 1].map((run) => ({
  run,
  accepted: run === 3 ? 0 : 100,
  version: run,
  model: "Seedbed starter",
})) as RunSummary[];

beforeEach(() => {
  asked = [];
  user = userEvent.setup();
  const host = fixture();
  connectTo({
    ...host,
    call: (name, request) => {
      if (name === "evaluation_compare") asked.push(request as CompareRuns);
      return host.call(name, request);
    },
  });
});

test.each([
  [4, [2, 4]],
  [1, [2, 1]],
])("run %d is compared with the one before it that has rows, or else after it", (run, expected) =>
  expect(firstChoice(runs, run)).toEqual(expected),
);

test.each<[number[], number | null, number[]]>([
  [[4, 1, 2], null, [1, 2, 4]],
  [[4, 1, 2], 4, [4, 1, 2]],
  [[1, 2], 4, [1, 2]],
])("%j with %s in front are %j", (chosen, first, expected) =>
  expect(inOrder(chosen, first)).toEqual(expected),
);

test.each([
  [{ value: 1, interval: [0.5, 1.5] as [number, number], exceeds_noise: true }, "higher"],
  [{ value: -1, interval: [-1.5, -0.5] as [number, number], exceeds_noise: true }, "lower"],
  [{ value: 1, interval: [-0.5, 2.5] as [number, number], exceeds_noise: false }, "noise"],
  [{ value: 1, interval: null, exceeds_noise: false }, "unsure"],
])("a difference of %j is marked %s", (difference, mark) => expect(markOf(difference)).toBe(mark));

test("differences beyond noise are marked by word and sign, and can be seen alone", async () => {
  render(<CompareTab runs={runs} run={2} />);
  const longer = await screen.findByTestId("compare-length-mean");
  expect(asked).toEqual([{ runs: [1, 2] }]);
  expect(longer.textContent).toContain("higher+1.5 words (+0.6 to +2.4 words)");
  expect(longer.querySelector("svg")).toBeTruthy();
  expect(screen.getByTestId("compare-self-bleu-4").textContent).toContain("within noise0 (");
  expect(screen.getByTestId("compare-vocabulary").textContent).toContain("no interval−74");
  const clear = Number(screen.getByTestId("compare-sentence").textContent?.match(/^\d+/)?.[0]);
  await user.click(screen.getByRole("switch"));
  expect(screen.queryByTestId("compare-vocabulary")).toBeNull();
  expect(screen.getAllByText(/^(higher|lower)$/).length).toBe(clear);
  const figures = within(screen.getByRole("table")).getAllByRole("row");
  expect(figures.filter((row) => row.dataset.testid).length).toBe(clear);
});

test("runs are added and taken off, and differences count from any of them", async () => {
  render(<CompareTab runs={runs} run={2} />);
  await screen.findByTestId("compare-vocabulary");
  expect(screen.queryByTestId("compare-run-3"), "a run without rows has no figures").toBeNull();
  await user.click(screen.getByTestId("compare-run-4"));
  await waitFor(() => expect(asked.at(-1)).toEqual({ runs: [1, 2, 4] }));
  await user.click(within(screen.getByTestId("compare-first")).getByRole("button"));
  await user.click(await screen.findByRole("option", { name: "Run 4" }));
  await waitFor(() => expect(asked.at(-1)).toEqual({ runs: [4, 1, 2] }));
  await user.click(screen.getByTestId("compare-run-4"));
  await user.click(screen.getByTestId("compare-run-1"));
  expect(screen.getByText("Choose two runs or more.")).toBeTruthy();
  expect(screen.queryByRole("table")).toBeNull();
});

test("the recipes of two runs are compared on the recipe's page", async () => {
  render(<CompareTab runs={runs} run={2} />);
  await user.click(await screen.findByTestId("compare-recipe-2"));
  expect(usePlace.getState().page).toBe("recipe");
  expect(useRecipePlace.getState()).toMatchObject({
    view: "versions",
    compared: { before: "1".repeat(64), after: "2".repeat(64) },
  });
});

test("one run alone says what a second would bring", () => {
  render(<CompareTab runs={runs.slice(2, 3)} run={2} />);
  expect(screen.getByText("Two runs are needed")).toBeTruthy();
  expect(asked).toEqual([]);
});
