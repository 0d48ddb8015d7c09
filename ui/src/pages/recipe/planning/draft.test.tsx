import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { connectTo } from "@/platform";
import { fixture, type Handlers } from "@/platform/fixture";
import { personalData } from "@/platform/fixture/personal";
import { refreshApp } from "@/state/app";
import { loadRecipe, undo, useRecipe } from "@/state/recipe";
import { RecipeBar } from "../RecipeBar";

function Bar() {
  const recipe = useRecipe((store) => store.recipe);
  return recipe ? <RecipeBar recipe={recipe} /> : null;
}

const sources = () => useRecipe.getState().recipe?.sources.map(({ name }) => name);

async function take(withExamples: boolean, handlers: Handlers = {}): Promise<UserEvent> {
  const user = userEvent.setup();
  connectTo(fixture(handlers));
  await refreshApp();
  await loadRecipe();
  render(<Bar />);
  await user.click(screen.getByTestId("draft-button"));
  await user.type(within(await screen.findByTestId("draft-goal")).getByRole("textbox"), "Letters");
  if (withExamples) {
    await user.click(screen.getByTestId("draft-examples"));
    await screen.findByText("reviews.csv");
  }
  await user.click(screen.getByTestId("draft-ask"));
  await user.click(await screen.findByTestId("draft-take"));
  await waitFor(() => expect(screen.queryByTestId("draft-take")).toBeNull());
  return user;
}

test("the examples of a draft are looked through for personal data once it is taken", async () => {
  const decide = vi.fn(personalData().handlers.personal_decide);
  const user = await take(true, { personal_decide: decide });
  expect(sources()).toEqual(["examples"]);
  const dialog = within(await screen.findByTestId("safe-dialog"));
  expect(dialog.getByText("Personal data in examples")).toBeTruthy();
  const button = await dialog.findByTestId("safe-replace");
  await waitFor(() => expect(button.textContent).toBe("Replace 6 values"));
  await user.click(button);
  await waitFor(() => expect(screen.queryByTestId("safe-dialog")).toBeNull());
  expect(decide).toHaveBeenCalledOnce();
});

test("a file without personal data is said to be so, as at an import", async () => {
  await take(true, { personal_scan: () => ({ rows: 240, values: [] }) });
  expect(await screen.findByText(/Nothing that looks personal was found in 240 rows/)).toBeTruthy();
});

test("a draft that is undone takes its question along", async () => {
  await take(true);
  await screen.findByTestId("safe-dialog");
  act(undo);
  await waitFor(() => expect(screen.queryByTestId("safe-dialog")).toBeNull());
});

test("a draft without a file asks nothing", async () => {
  await take(false);
  expect(sources()).toEqual([]);
  expect(screen.queryByTestId("safe-dialog")).toBeNull();
});
