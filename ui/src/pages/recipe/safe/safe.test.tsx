import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { PersonalProposal } from "@/generated/PersonalProposal";
import { connectTo } from "@/platform";
import { fixture, type Handlers } from "@/platform/fixture";
import { personalData } from "@/platform/fixture/personal";
import { loadRecipe, useRecipe } from "@/state/recipe";
import { SourcesSection } from "../sections/SourcesSection";
import { counted, decisions, isReplaced, withAddition } from "./choices";

const one = (value: string, more: Partial<PersonalProposal> = {}): PersonalProposal => ({
  value,
  kind: "person",
  sure: true,
  count: 1,
  field: "text",
  before: "",
  after: "",
  surrogate: null,
  replaced: null,
  ...more,
});

test.each<[Partial<PersonalProposal>, Record<string, boolean>, boolean]>([
  [{}, {}, true],
  [{ sure: false }, {}, false],
  [{ sure: false, replaced: true }, {}, true],
  [{ replaced: false }, {}, false],
  [{ replaced: false }, { Anna: true }, true],
  [{}, { Anna: false, Ben: true }, false],
])("%j with choices %j is replaced: %s", (more, choices, expected) =>
  expect(isReplaced(one("Anna", more), choices)).toBe(expected),
);

test("kinds are counted in their order, and every value is decided", () => {
  const values = [one("12.3.24", { kind: "date" }), one("Anna"), one("Ben", { sure: false })];
  expect(counted(values)).toEqual([
    { kind: "person", count: 2 },
    { kind: "date", count: 1 },
  ]);
  expect(decisions(values, { Anna: false }).map(({ replace }) => replace)).toEqual([true, false, false]);
});

test("a text is added once, with single spaces", () => {
  const added = withAddition([], { value: "  Anna \n Schmidt ", kind: "person" });
  expect(added).toEqual([{ value: "Anna Schmidt", kind: "person" }]);
  expect(withAddition(added, { value: "Anna Schmidt", kind: "other" })).toEqual(added);
  expect(withAddition(added, { value: "  ", kind: "other" })).toEqual(added);
});

function Section() {
  const recipe = useRecipe((store) => store.recipe);
  return recipe ? <SourcesSection recipe={recipe} /> : null;
}

async function open(more: Handlers = {}): Promise<void> {
  connectTo(fixture(more));
  await loadRecipe();
  render(<Section />);
}

test("an imported file is looked through before any prompt reads it", async () => {
  const user = userEvent.setup();
  const decide = vi.fn(personalData().handlers.personal_decide);
  await open({ personal_decide: decide });
  await user.click(screen.getByTestId("add-source"));
  await user.click(await screen.findByTestId("import-keep"));
  const dialog = within(await screen.findByTestId("safe-dialog"));
  expect((await dialog.findByText(/may miss some/)).textContent).toMatch(/add what is missing/);

  const button = dialog.getByTestId("safe-replace");
  await waitFor(() => expect(button.textContent).toBe("Replace 6 values"));
  await user.click(dialog.getByRole("checkbox", { name: "Replace Kowalczyk" }));
  expect(button.textContent).toBe("Replace 5 values");
  await user.click(dialog.getByTestId("safe-kind-date"));
  expect(dialog.queryByText("Kowalczyk")).toBeNull();
  await user.click(dialog.getByTestId("safe-all"));
  expect(button.textContent).toBe("Replace 4 values");

  await user.type(within(dialog.getByTestId("safe-value")).getByRole("textbox"), "Odeon{Enter}");
  await dialog.findByText("Odeon");
  expect(dialog.getByText("not in this source")).toBeTruthy();
  await user.click(button);
  await waitFor(() => expect(screen.queryByTestId("safe-dialog")).toBeNull());
  const decided = decide.mock.calls[0]?.[0].decisions ?? [];
  expect(decided.filter(({ replace }) => replace).map(({ value }) => value)).toEqual([
    "Odeon",
    "Zanele Dlamini",
    "+49 30 901820",
    "zanele@example.org",
    "Lindenstraße 12, 10969 Berlin",
  ]);
  expect(decided).toHaveLength(9);
});

test("the card says how many values are replaced, and a review shows what was decided", async () => {
  const user = userEvent.setup();
  await open();
  await user.click(await screen.findByTestId("safe-review-support"));
  await user.click(await screen.findByRole("checkbox", { name: "Replace Kowalczyk" }));
  await user.click(screen.getByTestId("safe-replace"));
  const line = await screen.findByTestId("safe-line-support");
  await waitFor(() => expect(line.textContent).toContain("5 values replaced"));
  await user.click(screen.getByTestId("safe-review-support"));
  await screen.findByText("[PERSON 1]");
  const kept = screen.getByRole<HTMLInputElement>("checkbox", { name: "Replace Kowalczyk" });
  expect(kept.checked).toBe(false);
});

test("a value that cannot be looked for can be taken back", async () => {
  const user = userEvent.setup();
  const { personal_scan } = personalData().handlers;
  await open({
    personal_scan: (request, tell) => {
      if (personal_scan && request.added.length === 0) return personal_scan(request, tell);
      throw { code: "input", message: "A value cannot hold a replacement.", detail: null };
    },
  });
  await user.click(await screen.findByTestId("safe-review-support"));
  const field = await screen.findByTestId("safe-value");
  await user.type(within(field).getByRole("textbox"), "PERSON 1{Enter}");
  const error = await screen.findByTestId("error");
  await user.click(within(error).getByRole("button", { name: "Remove" }));
  await waitFor(() => expect(screen.queryByTestId("error")).toBeNull());
  expect(screen.getByRole("checkbox", { name: "Replace Kowalczyk" })).toBeTruthy();
});

test("what is ticked works from the keyboard alone", async () => {
  const user = userEvent.setup();
  await open();
  (await screen.findByTestId("safe-review-support")).focus();
  await user.keyboard("{Enter}");
  const box = await screen.findByRole<HTMLInputElement>("checkbox", { name: "Replace Blue Velvet" });
  box.focus();
  await user.keyboard(" ");
  expect(box.checked).toBe(true);
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByTestId("safe-dialog")).toBeNull());
});
