import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { start } from "@/app/start";
import type { AppState } from "@/generated/AppState";
import { connectTo } from "@/platform";
import { fixture, type Handlers } from "@/platform/fixture";
import { shellHandlers } from "@/platform/fixture/shell";
import { EncoderCard } from "./EncoderCard";

beforeEach(cleanup);

test("the encoder is a folder of the user's, or the language model", async () => {
  let encoder = "";
  const set = vi.fn(({ path }: { path: string }) => {
    if (path.includes("empty")) throw { code: "input", message: "No encoder is in there.", detail: null };
    encoder = path;
    return null;
  });
  const handlers: Handlers = {
    app_state: (request, tell) => {
      const state = shellHandlers().app_state?.(request, tell) as AppState;
      return { ...state, settings: { ...state.settings, encoder } };
    },
    encoder_set: set,
  };
  const answers: (string | null)[] = [null, "/home/ada/empty", "/home/ada/MiniLM"];
  connectTo({ ...fixture(handlers), pickFolder: async () => answers.shift() ?? null });
  await start();
  render(<EncoderCard />);
  const user = userEvent.setup();
  const choose = () => user.click(screen.getByTestId("encoder-pick"));
  expect(screen.getByTestId("encoder").textContent).toBe("The language model in use");
  await choose();
  expect(set).not.toHaveBeenCalled();
  await choose();
  expect(await screen.findByText("No encoder is in there.")).toBeTruthy();
  await choose();
  expect(await screen.findByText("/home/ada/MiniLM")).toBeTruthy();
  await user.click(screen.getByTestId("encoder-none"));
  expect(await screen.findByText("The language model in use")).toBeTruthy();
});
