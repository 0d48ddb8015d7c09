import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import type { RowSummary } from "@/generated/RowSummary";
import type { Verdict } from "@/generated/Verdict";
import { connectTo } from "@/platform";
import { fixture, type Handlers } from "@/platform/fixture";
import { rowOf } from "@/platform/fixture/rows";
import { FailedRow } from "./FailedRow";

/** The first draws of the stand-in that fail. */
const failed: RowSummary = rowOf(1, 17);

let told: string[] = [];

function open(handlers: Handlers = {}, row = failed): ReturnType<typeof userEvent.setup> {
  connectTo(fixture(handlers));
  return show(row);
}

function show(row = failed): ReturnType<typeof userEvent.setup> {
  render(
    <ul>
      <FailedRow
        row={row}
        text={undefined}
        open
        onToggle={() => {}}
        onAccepted={() => told.push("accepted")}
        onRetried={() => told.push("retried")}
      />
    </ul>,
  );
  return userEvent.setup();
}

const retry = async () => {
  await waitFor(() => expect((screen.getByTestId("run-retry") as HTMLButtonElement).disabled).toBe(false));
  return screen.getByTestId("run-retry");
};

beforeEach(() => {
  cleanup();
  told = [];
});

test.each<[Verdict, string]>([
  [
    { verdict: "accepted", row: 50 },
    "Try 2 passed every check: it is row 50 of the dataset, marked as made by hand.",
  ],
  [
    { verdict: "rejected", stage: "valid", check: "length", reason: "9 words, at least 20 wanted" },
    "Try 2 was rejected too: 9 words, at least 20 wanted. It is kept among the failed rows.",
  ],
])("another try says what became of it: %j", async (verdict, expected) => {
  const user = open({
    row_retry: ({ attempt }) => ({ ...failed, attempt: attempt + 1, verdict, extra: true }),
  });
  await user.click(await retry());
  expect((await screen.findByTestId("run-retried")).textContent).toBe(expected);
  expect(told).toEqual(["retried"]);
});

test("a try under way can be stopped, which is no error", async () => {
  let stop: (error: unknown) => void = () => {};
  const inner = fixture();
  connectTo({
    ...inner,
    call: (name, request) => {
      if (name === "row_retry") return new Promise((_, reject) => (stop = reject));
      if (name === "row_retry_cancel")
        stop({ code: "cancelled", message: "The try was stopped.", detail: null });
      return inner.call(name, request);
    },
  });
  const user = show();
  await user.click(await retry());
  await user.click(await screen.findByTestId("run-retry-stop"));
  await retry();
  expect(screen.queryByTestId("error")).toBeNull();
  expect(told).toEqual([]);
});

test("a refusal is said in the program's words", async () => {
  const user = open({
    row_retry: () => {
      throw { code: "input", message: "Every step takes its most probable answer.", detail: null };
    },
  });
  await user.click(await retry());
  expect((await screen.findByTestId("error")).textContent).toContain("most probable answer");
});

test("nothing is tried again where another try at the draw became a row", async () => {
  const details = fixture();
  connectTo({
    ...details,
    call: async (name, request) => {
      const answer = await details.call(name, request);
      return name === "row_detail" ? { ...(answer as object), other_row: 8 } : answer;
    },
  } as typeof details);
  show();
  await screen.findByText(/Another try at this draw became row 8/);
  expect((screen.getByTestId("run-retry") as HTMLButtonElement).disabled).toBe(true);
});

test("a try that was asked for by hand says so", () => {
  open({}, { ...failed, attempt: 3, extra: true });
  expect(screen.getByText("draw 18, try 4 by hand")).toBeTruthy();
});
