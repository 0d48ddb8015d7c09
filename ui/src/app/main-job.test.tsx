import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { connectTo } from "@/platform";
import { fixture } from "@/platform/fixture";
import { useApp } from "@/state/app";
import { usePlace } from "@/state/navigation";
import { useRecipe } from "@/state/recipe";
import "@/pages/gallery/Gallery";
import { usePrompt } from "@/pages/recipe/prompt/state";
import "@/pages/recipe/RecipePage";
import { Shell } from "./Shell";
import { start } from "./start";

async function open(): Promise<ReturnType<typeof userEvent.setup>> {
  await start();
  render(<Shell />);
  const user = userEvent.setup();
  await user.click(await screen.findByTestId("use-recipe-attrprompt"));
  await screen.findByTestId("prompt-pane");
  return user;
}

beforeEach(() => {
  cleanup();
  usePlace.setState({ page: "gallery", run: null });
  useRecipe.setState({ recipe: null, checked: null, versions: [], past: [], future: [], error: null });
  connectTo(fixture());
});

test("a changed condition changes the prompt's choices, and can be undone by key", async () => {
  const user = await open();
  await user.click(screen.getByTestId("section-conditions"));
  const field = within(await screen.findByTestId("add-value-style")).getByRole("textbox");
  await user.type(field, "telegram, 20-40{Enter}");
  const style = () => useRecipe.getState().recipe?.conditions.find(({ name }) => name === "style");
  expect(style()).toMatchObject({
    values: [{}, {}, {}, { value: "telegram", weight: 1 }, { value: [20, 40], weight: 1 }],
  });
  await user.click(screen.getByTestId("section-schedule"));
  await user.keyboard("{Control>}z{/Control}");
  expect(style()).toMatchObject({ values: [{}, {}, {}] });
  await user.keyboard("{Control>}{Shift>}Z{/Shift}{/Control}");
  expect((style() as { values: unknown[] }).values).toHaveLength(5);
});

test("a value can be pinned from its chip in the prompt", async () => {
  const asked = vi.fn();
  connectTo({
    ...fixture(),
    call: (name, request) => {
      if (name === "prompt_render") asked((request as { pins: unknown }).pins);
      return inner.call(name, request);
    },
  });
  const inner = fixture();
  const user = await open();
  await user.click(await screen.findByTestId("chip-aspect"));
  await user.click(await screen.findByRole("menuitem", { name: /camera/ }));
  await waitFor(() => expect(asked).toHaveBeenLastCalledWith({ aspect: "camera" }));
});

test("a preview shows each row with what became of it", async () => {
  const user = await open();
  await user.click(await screen.findByTestId("preview-button"));
  await waitFor(() => {
    const rows = screen.getAllByTestId("preview-row");
    expect(rows.map((row) => row.dataset.verdict)).toEqual([
      "accepted",
      "rejected",
      "accepted",
      "accepted",
      "rejected",
    ]);
  });
  expect(screen.getAllByText("17 words, at least 20 wanted").length).toBeGreaterThan(0);
});

test("another project starts afresh: nothing of the last one stands beside its recipe", async () => {
  const user = await open();
  await user.click(await screen.findByTestId("chip-aspect"));
  await user.click(await screen.findByRole("menuitem", { name: /camera/ }));
  await user.click(screen.getByTestId("view-graph"));
  await user.click(await screen.findByTestId("preview-button"));
  await screen.findAllByTestId("preview-row");
  await user.click(screen.getByTestId("nav-gallery"));
  await user.click(await screen.findByTestId("use-recipe-zerogen"));
  await waitFor(() => expect(screen.getByTestId("view-form").getAttribute("aria-selected")).toBe("true"));
  expect(usePrompt.getState().pins).toEqual({});
  expect(screen.queryAllByTestId("preview-row")).toEqual([]);
});

test("a recipe with an error cannot be previewed or run, and says why at its place", async () => {
  const user = await open();
  await user.click(screen.getByTestId("section-conditions"));
  await user.click(await screen.findByTestId("add-condition"));
  expect((await screen.findAllByText(/The condition condition has no values/)).length).toBe(2);
  expect((screen.getByTestId("run-button") as HTMLButtonElement).disabled).toBe(true);
  expect((screen.getByTestId("preview-button") as HTMLButtonElement).disabled).toBe(true);
});

test("an error of the program is shown in its own words", async () => {
  const inner = fixture();
  connectTo({
    ...inner,
    call: (name, request) =>
      name === "project_create"
        ? Promise.reject({
            code: "failed",
            message: "The disk is full. Free some space and try again.",
            detail: null,
          })
        : inner.call(name, request),
  });
  await start();
  render(<Shell />);
  await userEvent.click(await screen.findByTestId("use-recipe-zerogen"));
  expect((await screen.findByTestId("error")).textContent).toContain("The disk is full.");
  expect(useApp.getState().app?.project).toBeNull();
});

test("the palette finds commands by name", async () => {
  const user = await open();
  await user.keyboard("{Control>}k{/Control}");
  await user.type(await screen.findByRole("searchbox"), "dark");
  await user.keyboard("{ArrowDown}{Enter}");
  await waitFor(() => expect(document.documentElement.dataset.theme).toBe("dark"));
});
