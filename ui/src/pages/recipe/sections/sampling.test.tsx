import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import type { CheckedRecipe } from "@/generated/CheckedRecipe";
import type { Sampling } from "@/generated/Sampling";
import { useRecipe } from "@/state/recipe";
import { plainSampling } from "../model/fresh";
import { SamplingFields } from "./SamplingFields";

const fields = (sampling: Partial<Sampling> = {}) => (
  <SamplingFields sampling={{ ...plainSampling, ...sampling }} path="steps[0].sampling" onChange={() => {}} />
);
const trigger = () => screen.getByRole("button", { name: "More ways to draw tokens" });
const isOpen = () => trigger().getAttribute("aria-expanded") === "true";

function problemAt(path: string) {
  const problem = { path, line: null, severity: "error" as const, message: "Wrong.", remedy: "Mend it." };
  useRecipe.setState({ checked: { problems: [problem] } as unknown as CheckedRecipe });
}

beforeEach(() => useRecipe.setState({ checked: null }));

test.each<[Partial<Sampling>, boolean]>([
  [{}, false],
  [{ temperature: 0, top_p: 0.5, max_tokens: 8 }, false],
  [{ min_p: 0.1 }, true],
  [{ repetition_penalty: 1.1 }, true],
  [{ presence_penalty: -1 }, true],
  [{ suppression: 7.5 }, true],
  [{ self_debiasing: 200 }, true],
  [{ top_k: 40 }, true],
  [{ stop: ["\n"] }, true],
  [{ stop: [""] }, true],
])("with %j the rare fields are open: %s", (sampling, expected) => {
  render(fields(sampling));
  expect(isOpen()).toBe(expected);
  for (const name of ["Temperature", "Top-p", "Most tokens"]) {
    expect(screen.getByRole("textbox", { name })).toBeTruthy();
  }
  expect(screen.queryByRole("textbox", { name: "Top-k" }) !== null).toBe(expected);
});

test.each<[string, boolean]>([
  ["steps[0].sampling.stop", true],
  ["steps[0].sampling.min_p", true],
  ["steps[0].sampling.temperature", false],
  ["steps[1].sampling.stop", false],
])("a problem at %s opens them: %s", (path, expected) => {
  render(fields());
  expect(isOpen()).toBe(false);
  act(() => problemAt(path));
  expect(isOpen()).toBe(expected);
});

test("a problem opens them though they were folded by hand", async () => {
  const user = userEvent.setup();
  render(fields({ top_k: 40 }));
  await user.click(trigger());
  await waitFor(() => expect(isOpen()).toBe(false));
  act(() => problemAt("steps[0].sampling.top_k"));
  expect(isOpen()).toBe(true);
});

test("they stay open while the last of them goes back to its default, and open and close by hand", async () => {
  const user = userEvent.setup();
  const { rerender } = render(fields({ top_k: 40 }));
  rerender(fields());
  expect(isOpen()).toBe(true);
  await user.click(trigger());
  await waitFor(() => expect(isOpen()).toBe(false));
  await user.click(trigger());
  await waitFor(() => expect(isOpen()).toBe(true));
});
