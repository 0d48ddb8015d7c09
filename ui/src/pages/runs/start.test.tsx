import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import type { AppState } from "@/generated/AppState";
import type { RunSummary } from "@/generated/RunSummary";
import { connectTo } from "@/platform";
import { fixture, type Handlers } from "@/platform/fixture";
import { refreshApp, useApp } from "@/state/app";
import { usePlace } from "@/state/navigation";
import { loadRecipe } from "@/state/recipe";
import { StartRun } from "./StartRun";
import { unusedSeed } from "./seed";

test.each<[number[], number]>([
  [[], 1],
  [[1], 2],
  [[2, 7], 1],
  [[3, 1, 2], 4],
  [[2 ** 53], 1],
])("after seeds %j comes %d", (used, expected) => expect(unusedSeed(used)).toBe(expected));

const run = (number: number, seed: number): RunSummary => ({
  run: number,
  status: "completed",
  failure: null,
  recipe: "ab",
  version: 1,
  model: "starter",
  seed,
  accepted: 5,
  dropped: 0,
  wanted: 5,
  attempts: 5,
  started: 0,
  finished: 1,
});

async function open(handlers: Handlers = {}, state: Partial<AppState> = {}): Promise<void> {
  connectTo(fixture(handlers));
  await refreshApp();
  useApp.setState(({ app }) => ({ app: app && { ...app, ...state }, modelFailure: null }));
  await loadRecipe();
  render(<StartRun />);
}

const button = () => screen.getByTestId<HTMLButtonElement>("start-run");

beforeEach(() => usePlace.setState({ page: "recipe", run: null }));

test("a run starts with the rows of the recipe and a seed that no run had, and is shown", async () => {
  const started = vi.fn(() => run(3, 2));
  await open({ run_list: () => [run(2, 1), run(1, 1)], run_start: started });
  await waitFor(() => expect(button().disabled).toBe(false));
  await userEvent.click(button());
  await waitFor(() => expect(usePlace.getState()).toEqual({ page: "runs", run: 3, view: null }));
  expect(started).toHaveBeenCalledWith({ rows: 500, seed: 2 }, expect.anything());
});

test.each<[string, Partial<AppState>, RegExp]>([
  ["no model", { model: null }, /model is still being read/],
  [
    "another window",
    { project: { path: "/p", name: "P", read_only: true, opened: 0 } },
    /open in another window/,
  ],
])("with %s it says why no run can start", async (_, state, words) => {
  await open({ run_list: () => [] }, state);
  expect((await screen.findByRole("status")).textContent).toMatch(words);
  expect(button().disabled).toBe(true);
});

test("a refusal of the program stands above the button", async () => {
  await open({
    run_list: () => [],
    run_start: () => {
      throw { code: "busy", message: "A run is in progress; pause or stop it first.", detail: null };
    },
  });
  await waitFor(() => expect(button().disabled).toBe(false));
  await userEvent.click(button());
  expect((await screen.findByTestId("error")).textContent).toContain("A run is in progress");
});
