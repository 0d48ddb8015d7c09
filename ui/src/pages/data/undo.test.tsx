import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { useCommands } from "@/app/commands";
import { call, connectTo } from "@/platform";
import { fixture } from "@/platform/fixture";
import { usePlace } from "@/state/navigation";
import DataPage from "./DataPage";
import { everything, useQuery } from "./query";

beforeEach(() => {
  cleanup();
  connectTo(fixture());
  useQuery.setState(everything);
  usePlace.setState({ page: "data", run: 1 });
});

const button = (name: "data-undo" | "data-redo") => screen.findByTestId(name) as Promise<HTMLButtonElement>;

test("nothing can be taken back where nothing was done", async () => {
  render(<DataPage />);
  expect((await button("data-undo")).disabled).toBe(true);
  expect((await button("data-redo")).disabled).toBe(true);
});

test("undo takes back what was done last, whenever and on whichever row, says what it was and selects that row", async () => {
  await call("row_edit", { row: { run: 1, draw: 2, attempt: 0 }, field: "text", value: "Written anew." });
  await call("row_decide", { row: { run: 1, draw: 4, attempt: 0 }, accept: false, note: "" });
  render(<DataPage />);
  const user = userEvent.setup();
  const done = () => screen.findByTestId("data-done");

  await waitFor(async () => expect((await button("data-undo")).disabled).toBe(false));
  expect((await button("data-undo")).getAttribute("aria-label")).toBe("Undo the decision to reject");
  await user.click(await button("data-undo"));
  expect((await done()).textContent).toBe("Took back the decision to reject.");
  expect(screen.getByRole("heading", { level: 2 }).textContent).toBe("Row 4");

  await waitFor(async () =>
    expect((await button("data-undo")).getAttribute("aria-label")).toBe("Undo the change of text"),
  );
  await user.click(await button("data-undo"));
  await waitFor(async () => expect((await done()).textContent).toBe("Took back the change of text."));
  expect(screen.getByRole("heading", { level: 2 }).textContent).toBe("Row 2");
  expect(screen.getByTestId("field-text").textContent).not.toContain("Written anew.");

  await waitFor(async () => expect((await button("data-undo")).disabled).toBe(true));
  await user.click(await button("data-redo"));
  await waitFor(async () => expect((await done()).textContent).toBe("Made the change of text again."));
  expect(screen.getByTestId("field-text").textContent).toContain("Written anew.");
});

test("keys pressed in quick succession are carried out one after the other", async () => {
  for (const draw of [2, 4, 6]) {
    await call("row_decide", { row: { run: 1, draw, attempt: 0 }, accept: false, note: "" });
  }
  render(<DataPage />);
  await waitFor(async () => expect((await button("data-undo")).disabled).toBe(false));
  const undo = useCommands.getState().groups.data?.find(({ keys }) => keys === "Ctrl+Z");
  for (let presses = 0; presses < 3; presses++) undo?.run();
  await waitFor(() => expect(screen.getByRole("heading", { level: 2 }).textContent).toBe("Row 2"));
  await waitFor(async () => expect((await button("data-undo")).disabled).toBe(true));
  expect(screen.queryByTestId("error")).toBeNull();
});

test("undo and redo have their keys", async () => {
  render(<DataPage />);
  await button("data-undo");
  const keys = useCommands.getState().groups.data?.map(({ keys }) => keys);
  expect(keys).toEqual(["Ctrl+Z", "Ctrl+Shift+Z"]);
});
