import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { connectTo } from "@/platform";
import { fixture } from "@/platform/fixture";
import { loadRecipe, useRecipe } from "@/state/recipe";
import { ConditionsSection } from "../sections/ConditionsSection";

function Section() {
  const recipe = useRecipe((store) => store.recipe);
  return recipe ? <ConditionsSection recipe={recipe} /> : null;
}

test("the grid shows equal shares, and says what makes weights count", async () => {
  const user = userEvent.setup();
  connectTo(fixture());
  await loadRecipe();
  render(<Section />);
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
