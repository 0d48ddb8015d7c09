import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import { takeKey, useCommands } from "@/app/commands";
import type { JudgeRow } from "@/generated/JudgeRow";
import type { ReviewOrder } from "@/generated/ReviewOrder";
import { call, connectTo, type Host } from "@/platform";
import { fixture } from "@/platform/fixture";
import { refreshApp, remember, useApp } from "@/state/app";
import { usePlace } from "@/state/navigation";
import { forgetDeeds } from "./deeds";
import ReviewPage from "./ReviewPage";

let judgments: JudgeRow[] = [];
let queues: ReviewOrder[] = [];
let read: string[] = [];
let user: UserEvent;

/** The stand-in, with what was asked of it noted; `before` may hold a call up or refuse it. */
async function connect(before: (name: string) => Promise<void> = async () => {}): Promise<void> {
  const host = fixture();
  const call: Host["call"] = async (name, request) => {
    if (name === "review_judge") judgments.push(request as JudgeRow);
    if (name === "review_queue") queues.push((request as { order: ReviewOrder }).order);
    if (name === "row_detail") read.push(String((request as { draw: number }).draw));
    await before(name);
    return host.call(name, request);
  };
  connectTo({ ...host, call });
  await refreshApp();
}

beforeEach(async () => {
  judgments = [];
  queues = [];
  read = [];
  user = userEvent.setup();
  window.addEventListener("keydown", takeKey);
  await connect();
  usePlace.setState({ page: "review", run: 1 });
});
afterEach(() => {
  window.removeEventListener("keydown", takeKey);
  forgetDeeds();
  useApp.setState({ app: null, failure: null });
});

const onScreen = () => screen.getByTestId("review-row").dataset.row;
const judgedCount = () => screen.getByTestId("review-judged").textContent;
const title = () => screen.findByTestId("review-title");
const told = async (words: RegExp) =>
  waitFor(() => expect(screen.getByTestId("review-done").textContent).toMatch(words));

/** The page with its first row at hand. */
async function open(): Promise<void> {
  render(<ReviewPage />);
  await ready();
}

async function ready(): Promise<void> {
  await waitFor(() => expect(screen.getByTestId("review-title").textContent).toMatch(/^Row \d/));
}

function disabled(testid: string): boolean {
  return (screen.getByTestId(testid) as HTMLButtonElement).disabled;
}

test("twenty rows are judged by keys alone, each once, and the focus is on the row", async () => {
  await open();
  expect(document.activeElement).toBe(screen.getByTestId("review-row"));
  const keys = ["{Enter}", "1", "2", "{Backspace}"];
  const seen: (string | undefined)[] = [];
  for (let at = 0; at < 20; at++) {
    await ready();
    seen.push(onScreen());
    await user.keyboard(keys[at % keys.length] ?? "");
    expect(onScreen()).not.toBe(seen.at(-1));
  }
  await waitFor(() => expect(judgedCount()).toMatch(/^20 of \d+ judged$/));
  expect(judgments.map(({ row }) => `${row.run}.${row.draw}.${row.attempt}`)).toEqual(seen);
  expect(new Set(seen).size).toBe(20);
  const words = judgments.slice(0, 4).map(({ judgment }) => judgment);
  expect(words).toEqual([
    { judgment: "accept" },
    { judgment: "label", label: "positive" },
    { judgment: "label", label: "negative" },
    { judgment: "reject" },
  ]);
  expect(screen.getByTestId("review-share").textContent).toMatch(/% right \(\d+–\d+ %\)/);
  expect(document.activeElement).toBe(screen.getByTestId("review-row"));
});

test("the texts of the next three rows are read before their turn", async () => {
  await open();
  await waitFor(() => expect(read.length).toBe(4));
  await user.keyboard("{Enter}");
  expect((await title()).textContent).toMatch(/^Row \d/);
  await waitFor(() => expect(read.length).toBe(5));
  expect(new Set(read).size).toBe(5);
});

test("undo takes judgments back one by one, and shows each row again with its note", async () => {
  await open();
  const first = onScreen();
  await user.keyboard("n");
  await user.keyboard("Too short.{Enter}");
  expect(screen.getByTestId("review-note-shown").textContent).toBe("Note: Too short.");
  await user.keyboard("{Enter}");
  await ready();
  const second = onScreen();
  await user.keyboard("{Backspace}");
  await ready();
  await user.keyboard("u");
  await waitFor(() => expect(onScreen()).toBe(second));
  await ready();
  await user.keyboard("{Control>}z{/Control}");
  await waitFor(() => expect(onScreen()).toBe(first));
  await ready();
  expect(screen.getByTestId("review-note-shown").textContent).toBe("Note: Too short.");
  expect(judgments.map(({ note }) => note)).toEqual(["Too short.", ""]);
  expect(judgedCount()).toMatch(/^0 of/);
  await user.keyboard("u");
  await told(/nothing to take back/);
  expect(screen.queryByTestId("error")).toBeNull();
});

test("a row that is put off comes again at the end, and says so", async () => {
  const host = fixture();
  const first = { run: 1, draw: 0, attempt: 0 };
  const second = { run: 1, draw: 1, attempt: 0 };
  connectTo({
    ...host,
    call: (async (name, request) => {
      const answer = await host.call(name, request);
      const rows = [first, second].map((row) => ({ row, why: "", put_off: false }));
      return name === "review_queue" ? { ...answer, rows } : answer;
    }) as Host["call"],
  });
  await open();
  await user.keyboard("s");
  await waitFor(() => expect(onScreen()).toBe("1.1.0"));
  await ready();
  await user.keyboard("{Enter}");
  await waitFor(() => expect(onScreen()).toBe("1.0.0"));
  await ready();
  expect(screen.getByText("put off before")).toBeTruthy();
  await user.keyboard("{Enter}");
  expect((await screen.findByTestId("review-finished")).textContent).toContain("more rows by now");
  await user.keyboard("u");
  await waitFor(() => expect(onScreen()).toBe("1.0.0"));
});

test("in a blind review neither the label nor what names it is shown, and a label must be chosen", async () => {
  remember("review.order", "suspicious");
  await open();
  expect(screen.getByTestId("review-label").textContent).toMatch(/positive|negative/);
  expect(screen.getByTestId("review-conditions").textContent).toContain("aspect");
  expect(screen.getByTestId("review-why").textContent).toMatch(/positive|negative/);
  await user.click(screen.getByRole("switch", { name: "Hide the model’s label" }));
  expect(screen.getByTestId("review-label").textContent).toBe("hidden");
  expect(screen.getByTestId("review-conditions").textContent).not.toMatch(/positive|negative/);
  expect(screen.getByTestId("review-conditions").textContent).toContain("aspect");
  expect(screen.queryByTestId("review-why")).toBeNull();
  expect(screen.queryByRole("img", { name: "the model’s label" })).toBeNull();
  expect(screen.queryByTestId("review-accept")).toBeNull();
  const before = onScreen();
  await user.keyboard("{Enter}");
  expect(onScreen()).toBe(before);
  expect(judgments).toEqual([]);
  await user.keyboard("2");
  await waitFor(() => expect(judgments.length).toBe(1));
  expect(judgments[0]?.judgment).toEqual({ judgment: "label", label: "negative" });
  expect(screen.getByTestId("review-done").textContent).toMatch(
    /: negative\. The model had said (positive|the same)\.$/,
  );
  expect(screen.queryByTestId("similar-open")).toBeNull();
  expect(useApp.getState().app?.settings.ui["review.blind"]).toBe(true);
});

test("a rejection is made to similar rows as well, and undo takes those back before the judgment", async () => {
  await open();
  await user.keyboard("{Enter}");
  await ready();
  expect(screen.queryByTestId("similar-open")).toBeNull();
  await user.keyboard("{Backspace}");
  await waitFor(() => expect(judgedCount()).toMatch(/^2 of/));
  await user.click(await screen.findByTestId("similar-open"));
  const apply = () => screen.findByTestId("similar-apply") as Promise<HTMLButtonElement>;
  await waitFor(async () => expect((await apply()).disabled).toBe(false));
  await user.click(await apply());
  await told(/^Made the decision to reject \d+ rows\.$/);
  await ready();
  act(() => screen.getByTestId("review-row").focus());
  await user.keyboard("u");
  await told(/^Took back the decision to reject \d+ rows\.$/);
  expect(judgedCount()).toMatch(/^2 of/);
  await ready();
  await user.keyboard("u");
  await waitFor(() => expect(judgedCount()).toMatch(/^1 of/));
});

/** Edits the text of the row on screen. */
async function rewrite(text: string): Promise<void> {
  await user.keyboard("e");
  await user.clear(within(screen.getByTestId("review-editor")).getByRole("textbox"));
  await user.keyboard(`${text}{Control>}{Enter}{/Control}`);
  await waitFor(() => expect(screen.queryByTestId("review-editor")).toBeNull());
}

const shownText = () => screen.getByTestId("review-field-text").textContent;

test("undo takes back edits and judgments alike, the last one first", async () => {
  await open();
  const first = onScreen();
  const firstText = shownText();
  await rewrite("A film to see.");
  await user.keyboard("2");
  await ready();
  const second = onScreen();
  const secondText = shownText();
  await rewrite("A film to miss.");
  await rewrite("A film to forget.");
  await user.keyboard("u");
  await told(/^Row \d+: took back the change of text\.$/);
  await ready();
  expect(onScreen()).toBe(second);
  await waitFor(() => expect(shownText()).toBe("A film to miss."));
  expect(judgedCount()).toMatch(/^1 of/);
  await user.keyboard("u");
  await waitFor(() => expect(shownText()).toBe(secondText));
  expect(judgedCount()).toMatch(/^1 of/);
  await user.keyboard("u");
  await waitFor(() => expect(onScreen()).toBe(first));
  await ready();
  expect(judgedCount()).toMatch(/^0 of/);
  expect(shownText()).toBe("A film to see.");
  await user.keyboard("u");
  await waitFor(() => expect(shownText()).toBe(firstText));
  await user.keyboard("u");
  await told(/nothing to take back/);
});

test("undo still knows of an edit in another order, and brings its row to the front", async () => {
  await open();
  const edited = onScreen();
  const text = shownText();
  await rewrite("A film to see.");
  await user.click(within(screen.getByTestId("review-order")).getByRole("button"));
  await user.click(await screen.findByRole("option", { name: /As made/ }));
  await waitFor(() => expect(screen.queryByTestId("review-row")?.dataset.row).not.toBe(edited));
  await ready();
  act(() => screen.getByTestId("review-row").focus());
  await user.keyboard("u");
  await waitFor(() => expect(onScreen()).toBe(edited));
  await waitFor(() => expect(shownText()).toBe(text));
});

test("where something else was changed since an edit, undo says so and takes nothing else back", async () => {
  await open();
  await user.keyboard("2");
  await ready();
  await rewrite("A film to see.");
  await call("row_decide", { row: { run: 1, draw: 90, attempt: 0 }, accept: false, note: "" });
  await user.keyboard("u");
  await told(/^Something else was changed/);
  expect(judgedCount()).toMatch(/^1 of/);
  expect(shownText()).toBe("A film to see.");
  await user.keyboard("u");
  await waitFor(() => expect(judgedCount()).toMatch(/^0 of/));
});

test("a judgment that is not kept brings its row back, and an undo pressed meanwhile takes back no other", async () => {
  let refuse: () => void = () => {};
  let asked = 0;
  let takenBack = 0;
  await connect(async (name) => {
    if (name === "review_take_back") takenBack += 1;
    if (name !== "review_judge" || ++asked !== 2) return;
    await new Promise<void>((_, reject) => {
      refuse = () => reject({ code: "failed", message: "The disk is full.", detail: null });
    });
  });
  await open();
  await user.keyboard("{Enter}");
  await ready();
  const second = onScreen();
  await user.keyboard("{Backspace}");
  await ready();
  const third = onScreen();
  expect(third).not.toBe(second);
  await user.keyboard("u");
  await waitFor(() => expect(asked).toBe(2));
  await act(async () => refuse());
  await waitFor(() => expect(onScreen()).toBe(second));
  expect(screen.getByTestId("error").textContent).toContain("The disk is full.");
  expect(takenBack).toBe(0);
  await ready();
  await waitFor(() => expect(disabled("review-accept")).toBe(false));
  await user.keyboard("{Enter}");
  await waitFor(() => expect(judgedCount()).toMatch(/^2 of/));
  expect(screen.queryByTestId("error")).toBeNull();
  expect(onScreen()).toBe(third);
});

test("while a judgment is under way each key judges the row on screen, once, in the order of the keys", async () => {
  let release: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  await connect(async (name) => (name === "review_judge" ? gate : undefined));
  await open();
  const first = onScreen();
  await user.keyboard("{Enter}");
  await ready();
  const second = onScreen();
  await user.keyboard("{Backspace}");
  await act(async () => release());
  await waitFor(() => expect(judgedCount()).toMatch(/^2 of/));
  expect(judgments.map(({ row }) => `${row.run}.${row.draw}.${row.attempt}`)).toEqual([first, second]);
});

test("a key that is held down judges one row", async () => {
  await open();
  await user.keyboard("{Enter>5/}");
  await waitFor(() => expect(judgedCount()).toMatch(/^1 of/));
  expect(judgments.length).toBe(1);
});

test("keys in text fields are text; Escape drops an edit and Ctrl+Enter keeps it", async () => {
  await open();
  const row = onScreen();
  await user.keyboard("e");
  const editor = () => within(screen.getByTestId("review-editor")).getByRole("textbox");
  expect(document.activeElement).toBe(editor());
  await user.keyboard("sun 12{Backspace}");
  expect(onScreen()).toBe(row);
  expect((editor() as HTMLTextAreaElement).value).toMatch(/^sun 1[^2]/);
  await user.keyboard("{Escape}");
  expect(screen.queryByTestId("review-editor")).toBeNull();
  expect(document.activeElement).toBe(screen.getByTestId("review-row"));
  await user.keyboard("e");
  await user.clear(editor());
  await user.keyboard("A film to see.{Control>}{Enter}{/Control}");
  await waitFor(() => expect(screen.queryByTestId("review-editor")).toBeNull());
  expect(screen.getByTestId("review-field-text").textContent).toBe("A film to see.");
  expect(document.activeElement).toBe(screen.getByTestId("review-row"));
  expect(judgments).toEqual([]);
  expect(onScreen()).toBe(row);
});

test("a note is typed, not obeyed", async () => {
  await open();
  const row = onScreen();
  await user.keyboard("n");
  await user.keyboard("12su{Escape}");
  expect(onScreen()).toBe(row);
  expect(screen.getByTestId("review-note-shown").textContent).toBe("Note: 12su");
  await user.keyboard("{Backspace}");
  await waitFor(() => expect(judgments.map(({ note }) => note)).toEqual(["12su"]));
});

test("Enter presses the button that has the focus, and single keys can be switched off", async () => {
  await open();
  act(() => screen.getByTestId("review-putOff").focus());
  await user.keyboard("{Enter}");
  await waitFor(() => expect(judgments.map(({ judgment }) => judgment)).toEqual([{ judgment: "put-off" }]));
  await ready();
  await user.click(screen.getByRole("switch", { name: "Single keys" }));
  act(() => screen.getByTestId("review-row").focus());
  await user.keyboard("{Enter}{Backspace}1");
  expect(judgments.length).toBe(1);
  expect(screen.getByTestId("review-accept").textContent).toBe("Accept");
  await user.click(screen.getByTestId("review-accept"));
  await waitFor(() => expect(judgments.length).toBe(2));
});

test("a key can be changed, a taken one is refused in a sentence, and all can be put back", async () => {
  await open();
  await user.click(screen.getByTestId("review-keys"));
  const change = async (action: string, key: string) => {
    await user.click(screen.getByTestId(`review-key-change-${action}`));
    await user.keyboard(key);
  };
  await change("accept", "s");
  expect(screen.getByTestId("review-keys-problem").textContent).toBe(
    "‘S’ is the key of ‘Put off’; give that another key first.",
  );
  await change("accept", "1");
  expect(screen.getByTestId("review-keys-problem").textContent).toContain("‘positive’");
  await change("accept", "?");
  expect(screen.getByTestId("review-keys-problem").textContent).toContain("needed by the window");
  await change("putOff", "x");
  expect(screen.queryByTestId("review-keys-problem")).toBeNull();
  await change("reject", "{Backspace}");
  await change("accept", "s");
  expect(useApp.getState().app?.settings.ui["review.keys"]).toEqual({
    putOff: "X",
    reject: "Backspace",
    accept: "S",
  });
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByTestId("review-keys-dialog")).toBeNull());
  act(() => screen.getByTestId("review-row").focus());
  expect(screen.getByTestId("review-accept").textContent).toBe("AcceptS");
  await user.keyboard("{Enter}");
  expect(judgments).toEqual([]);
  await user.keyboard("s");
  await waitFor(() => expect(judgments.map(({ judgment }) => judgment)).toEqual([{ judgment: "accept" }]));
  await user.click(screen.getByTestId("review-keys"));
  await user.click(screen.getByTestId("review-keys-reset"));
  expect(useApp.getState().app?.settings.ui["review.keys"]).toEqual({});
});

test("another order asks the queue anew, and only a random one tells of the rest", async () => {
  await open();
  await user.keyboard("{Enter}");
  await waitFor(() => expect(judgedCount()).toMatch(/^1 of/));
  expect(screen.getByTestId("review-progress").textContent).toContain("for the whole run");
  const random = onScreen();
  await user.click(within(screen.getByTestId("review-order")).getByRole("button"));
  await user.click(await screen.findByRole("option", { name: /As made/ }));
  await waitFor(() => expect(screen.queryByTestId("review-row")?.dataset.row).not.toBe(random));
  await ready();
  expect(queues).toEqual(["random", "made"]);
  expect(onScreen()).toBe("1.0.0");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(judgedCount()).toMatch(/^2 of/));
  expect(screen.getByTestId("review-progress").textContent).toContain("says nothing about the rest");
  expect(screen.getByTestId("review-share").textContent).toMatch(/so far$/);
});

test("the row is announced and every action has a name among the commands", async () => {
  await open();
  const shown = screen.getByTestId("review-field-text").textContent ?? "";
  const announced = screen.getByTestId("review-announced");
  expect(announced.getAttribute("aria-live")).toBe("polite");
  expect(announced.textContent).toContain(shown);
  expect(screen.getByRole("region", { name: /^Row to judge: Row \d+$/ })).toBeTruthy();
  for (const button of screen.getAllByRole("button")) {
    expect(button.textContent || button.getAttribute("aria-label")).toBeTruthy();
  }
  expect(useCommands.getState().groups.review?.map(({ name, keys }) => `${name} ${keys}`)).toEqual([
    "Accept Enter",
    "Reject Backspace",
    "Put off S",
    "Edit E",
    "Note N",
    "Undo U",
    "Label: positive 1",
    "Label: negative 2",
  ]);
});

test("without a run the page says what will be here", async () => {
  connectTo(fixture({ run_list: () => [] }));
  render(<ReviewPage />);
  expect(await screen.findByText("Nothing to review yet")).toBeTruthy();
});

test("so many rows as can be judged are chosen, each with its reason, and no more come after them", async () => {
  remember("review.order", "k-means");
  await open();
  expect(screen.getByTestId("review-chosen").textContent).toMatch(
    /^100 rows are chosen for you\. Rows are compared/,
  );
  expect(screen.getByTestId("review-row").textContent).toMatch(/It stands for 12 more rows/);
  const field = within(screen.getByTestId("review-budget")).getByRole("textbox");
  await user.clear(field);
  await user.type(field, "2{Tab}");
  await waitFor(() => expect(screen.getByTestId("review-chosen").textContent).toMatch(/^2 rows are chosen/));
  await ready();
  screen.getByTestId("review-row").focus();
  await user.keyboard("{Enter}");
  await ready();
  await user.keyboard("{Enter}");
  expect(await screen.findByText("The chosen rows are judged")).toBeTruthy();
});
