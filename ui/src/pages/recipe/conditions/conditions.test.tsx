import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import type { Condition } from "@/generated/Condition";
import { connectTo } from "@/platform";
import { fixture, type Handlers } from "@/platform/fixture";
import { usePlace } from "@/state/navigation";
import { edit, loadRecipe, useRecipe } from "@/state/recipe";
import { ConditionsSection } from "../sections/ConditionsSection";

function Section() {
  const recipe = useRecipe((store) => store.recipe);
  return recipe ? <ConditionsSection recipe={recipe} /> : null;
}

beforeEach(() => usePlace.setState({ run: null }));

async function open(conditions?: Condition[], handlers: Handlers = {}): Promise<void> {
  connectTo(fixture(handlers));
  await loadRecipe();
  if (conditions) edit((before) => ({ ...before, conditions }));
  render(<Section />);
}

test("the grid shows equal shares, and says what makes weights count", async () => {
  const user = userEvent.setup();
  await open();
  const aspects = within(screen.getByTestId("condition-aspect"));
  expect(aspects.getByRole("button", { name: "plot, 13 % of rows" })).toBeTruthy();
  expect(within(screen.getByTestId("condition-style")).queryByTestId("grid-note")).toBeNull();

  await user.click(aspects.getByRole("button", { name: /plot/ }));
  expect(await screen.findByRole("dialog", { name: "Edit plot" })).toBeTruthy();
  expect(screen.queryByRole("slider")).toBeNull();
  await user.keyboard("{Escape}");

  await user.click(aspects.getByTestId("use-quota"));
  expect(useRecipe.getState().recipe?.schedule.strategy).toBe("quota");
  await waitFor(() => expect(aspects.queryByTestId("grid-note")).toBeNull());
  await user.click(aspects.getByRole("button", { name: "plot, 20 % of rows" }));
  expect(await screen.findByRole("slider")).toBeTruthy();
});

const bands: Condition = {
  name: "length",
  values: [
    { value: [20, 40], weight: 1 },
    { value: [40, 80], weight: 3 },
  ],
};
const age: Condition = { name: "age", range: { low: 1, high: 9, step: 1 } };
const cells = () => screen.getAllByRole("cell").map((cell) => cell.textContent);

test("the only condition with a list of values is a row of expected and real rows", async () => {
  await open([age, bands], { rows_counts: () => [{ value: "40 to 80", count: 7 }] });
  expect(screen.getAllByRole("columnheader").map((head) => head.textContent)).toEqual(["20–40", "40–80"]);
  expect(cells()).toEqual(["", "250", "250"]);
  act(() => usePlace.setState({ run: 1 }));
  await waitFor(() => expect(cells()).toEqual(["", "0 / 250", "7 / 250"]));
});

test("two conditions with lists of values are laid against each other", async () => {
  await open([age, bands, { name: "label", labels: { weights: {} } }]);
  expect(await screen.findByRole("rowheader", { name: "20–40" })).toBeTruthy();
  expect(screen.getByRole("columnheader", { name: "negative" })).toBeTruthy();
});

test("the values for a band are kept under the name by which it is drawn", async () => {
  const user = userEvent.setup();
  await open([bands, { name: "tone", depends: { on: "length", cases: {} } }]);
  expect(screen.getByRole("heading", { name: "when length is 20–40" })).toBeTruthy();
  await user.type(within(screen.getByTestId("add-value-tone 20-40")).getByRole("textbox"), "warm{Enter}");
  expect(useRecipe.getState().recipe?.conditions[1]).toMatchObject({
    depends: { cases: { "20-40": [{ value: "warm" }] } },
  });
  expect(screen.queryByText(/no longer a value/)).toBeNull();
});
