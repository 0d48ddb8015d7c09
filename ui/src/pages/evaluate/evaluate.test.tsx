import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Event } from "@/generated/Event";
import type { Notice } from "@/generated/Notice";
import type { RowsRequest } from "@/generated/RowsRequest";
import type { RunProgress } from "@/generated/RunProgress";
import type { RunStatus } from "@/generated/RunStatus";
import { type CommandName, connectTo, type Host, type RequestOf } from "@/platform";
import { fixture, type Handlers } from "@/platform/fixture";
import { refreshApp, useApp } from "@/state/app";
import { listen } from "@/state/events";
import { usePlace } from "@/state/navigation";
import { useQuery } from "../data/query";
import EvaluatePage from "./EvaluatePage";

/** What a map was told to show; drawing needs a layout, which jsdom has not. */
let onMap: ReadonlySet<number> | null = null;
vi.mock("./charts/Plot", () => ({
  default: ({
    plotted,
    selected,
  }: {
    plotted: { chart: { form: string } };
    selected: ReadonlySet<number> | null;
  }) => {
    if (plotted.chart.form === "map") onMap = selected;
    return null;
  },
}));

let user: UserEvent;
let asked: [CommandName, unknown][] = [];
let say: (notice: Notice) => void;
/** Goes on from test to test, as the window would take a gap for missed messages. */
let sequence = 0;

async function open(run: number, handlers: Handlers = {}, part: Partial<Host> = {}): Promise<void> {
  const host = fixture(handlers);
  let listener: (event: Event) => void = () => {};
  connectTo({
    ...host,
    call: (name, request) => {
      asked.push([name, request]);
      return host.call(name, request);
    },
    subscribe: async (added) => {
      listener = added;
      await host.subscribe((event) => added({ ...event, sequence: sequence++ }));
    },
    ...part,
  });
  say = (notice) => act(() => listener({ sequence: sequence++, notice }));
  await listen();
  await refreshApp();
  usePlace.setState({ page: "evaluate", run });
  render(<EvaluatePage />);
  await screen.findByTestId("finding-diverse");
}

function requests<Name extends CommandName>(name: Name): RequestOf<Name>[] {
  return asked.filter(([other]) => other === name).map(([, request]) => request as RequestOf<Name>);
}

const button = (testid: string) => user.click(screen.getByTestId(testid));

beforeEach(() => {
  asked = [];
  onMap = null;
  user = userEvent.setup();
});
afterEach(() => {
  useApp.setState({ app: null, failure: null });
  vi.restoreAllMocks();
});

test("five questions are answered: a tone, a sentence, figures with interval and n, and what to do next", async () => {
  await open(2);
  const cards = ["diverse", "faithful", "useful", "private", "balanced"].map((question) =>
    screen.getByTestId(`finding-${question}`),
  );
  expect(cards.map((card) => within(card).getByText(/^(good|worth a look)$/).textContent)).toEqual([
    "worth a look",
    "good",
    "worth a look",
    "good",
    "good",
  ]);
  const [diverse] = cards;
  expect(diverse?.textContent).toContain("A third of the rows begin in one of five ways");
  expect(diverse?.textContent).toContain("41 % (40–42 %)n = 500");
  expect(diverse?.textContent).toContain("Add an ‘opening’ condition");
  expect(screen.getByTestId("evaluate-of").textContent).toBe("Figures of 500 rows, on the field ‘text’.");
});

test("a figure says on focus what it means and which encoder it rests on", async () => {
  await open(2);
  const figure = within(screen.getByTestId("finding-diverse")).getByRole("button", { name: /0\.31/ });
  await user.tab();
  act(() => figure.focus());
  expect((await screen.findByRole("tooltip")).textContent).toMatch(/Mean cosine.*Encoder: all-MiniLM-L6-v2/);
});

test("a figure that several runs have shows its way over them, in words too", async () => {
  await open(2);
  const over = within(screen.getByTestId("finding-diverse")).getByRole("list", {
    name: "Distinct-2 over the runs of this project",
  });
  const words = within(over).getAllByRole("listitem");
  expect(words.map(({ textContent }) => textContent?.replace(/, version \d+/, ""))).toEqual([
    "Run 1: 38 % (37–39 %)",
    "Run 2: 41 % (40–42 %)",
  ]);
  expect(within(screen.getByTestId("finding-useful")).queryByRole("list")).toBeNull();
});

test("a question that no figure answers yet says so, and its card opens its dashboard", async () => {
  await open(1);
  const card = screen.getByTestId("finding-private");
  expect(card.textContent).toContain("not known yet");
  await button("open-private");
  expect(screen.getByTestId("board-privacy").textContent).toContain("Nothing is measured here yet");
  expect(screen.getByTestId("dashboard-privacy").getAttribute("aria-selected")).toBe("true");
});

test("a part is measured in place, with progress, and what follows from it is read again", async () => {
  await open(1, { evaluation_start: () => null, evaluation_cancel: () => null });
  await button("measure-part-semantic");
  expect(requests("evaluation_start")).toEqual([{ run: 1, part: "semantic" }]);
  const job = (status: RunStatus, done: number, run = 1, failure: string | null = null) =>
    say({ kind: "job", job: "semantic", run, done, total: 500, status, failure });
  job("running", 120);
  const part = screen.getByTestId("part-semantic");
  expect(part.textContent).toContain("120 of 500 done");
  expect(within(part).getByRole("progressbar").getAttribute("aria-valuenow")).toBe("24");
  job("running", 480, 2);
  expect(part.textContent).toContain("120 of 500 done");
  await button("stop-semantic");
  expect(requests("evaluation_cancel")).toEqual([{ run: 1, part: "semantic" }]);
  job("failed", 120, 1, "The encoder cannot be read; choose another.");
  expect(part.textContent).toContain("The encoder cannot be read");
  const before = requests("evaluate").length;
  job("completed", 500);
  await waitFor(() => expect(requests("evaluate").length).toBe(before + 1));
});

test.each([
  ["privacy", "Privacy was measured, but rows or files have changed since.", "Measure again"],
  ["semantic", /^Meaning: measured /, "Measure again"],
])("the part %s of a run that was measured says so", async (part, words, name) => {
  await open(2);
  const line = screen.getByTestId(`part-${part}`);
  expect(within(line).getByText(words)).toBeTruthy();
  expect(within(line).getByRole("button", { name })).toBeTruthy();
});

test("what lacks gold rows leads to them: a file is chosen, its columns are seen and corrected", async () => {
  const pickOpen = vi.fn(async () => "/home/ada/gold.csv");
  await open(
    1,
    {
      source_inspect: ({ path }) => ({
        file: path,
        columns: ["id", "Review", "class"],
        rows: [],
        total: 872,
        sha256: "",
        notices: [],
        replaced: 0,
      }),
    },
    { pickOpen },
  );
  await button("file-remove-gold");
  expect((await screen.findByTestId("part-usefulness")).textContent).toContain("Gold rows are missing");
  await user.click(await screen.findByTestId("remedy-usefulness"));
  const form = await screen.findByTestId("file-form");
  expect(pickOpen).toHaveBeenCalledTimes(1);
  expect(form.textContent).toContain("gold.csv");
  expect(within(form).getByTestId("file-text").textContent).toContain("Review");
  expect(within(form).getByTestId("file-label").textContent).toContain("class");
  await user.type(within(screen.getByTestId("file-rows")).getByRole("textbox"), "100{Tab}");
  const before = requests("evaluate").length;
  await button("file-keep");
  await waitFor(() =>
    expect(screen.getByTestId("file-words-gold").textContent).toBe(
      "gold.csv texts from ‘Review’, labels from ‘class’, 100 rows drawn",
    ),
  );
  expect(requests("evaluation_files_set").at(-1)).toMatchObject({
    real: { path: "/home/user/real reviews.csv" },
    gold: { path: "/home/ada/gold.csv", text: "Review", label: "class", header: true, rows: 100 },
  });
  await waitFor(() => expect(requests("evaluate").length).toBe(before + 1));
});

test("a file without a line of names has numbered columns", async () => {
  await open(2);
  await button("file-pick-real");
  await user.click(await screen.findByRole("switch", { name: "The first line names the columns" }));
  expect(screen.getByTestId("file-text").textContent).toContain("1");
  await button("file-keep");
  await waitFor(() =>
    expect(requests("evaluation_files_set").at(-1)?.real).toMatchObject({ text: "1", header: false }),
  );
});

/** Opens the table of a chart by its title. */
async function table(title: string): Promise<HTMLElement> {
  const card = (await screen.findByRole("heading", { name: title })).closest("section") as HTMLElement;
  await user.click(within(card).getByTestId("chart-table"));
  return within(card).getByRole("table");
}

test("a cell opens the rows that meet all of it, and they go on to the Data page", async () => {
  await open(2);
  await button("dashboard-balance");
  const grid = await table("Forum posts about the camera are rarer than planned");
  const cell = within(grid).getAllByRole("button")[1] as HTMLElement;
  await user.click(cell);
  const panel = await screen.findByTestId("rows-panel");
  expect(within(panel).getByRole("heading").textContent).toBe("diary · acting");
  await waitFor(() => expect(within(panel).getAllByTestId("rows-item").length).toBe(50));
  const filters = [
    { column: "style", op: "is", value: "diary" },
    { column: "aspect", op: "is", value: "acting" },
  ];
  expect(requests("rows_query").at(-1)).toMatchObject({ run: 2, show: "accepted", filters });
  expect(document.activeElement).toBe(panel);
  await button("rows-more");
  await waitFor(() => expect(within(panel).getAllByTestId("rows-item").length).toBe(100));
  await user.keyboard("{Escape}");
  expect(screen.queryByTestId("rows-panel")).toBeNull();
  expect(document.activeElement).toBe(cell);
  await user.click(cell);
  await user.click(await screen.findByTestId("rows-to-data"));
  expect(useQuery.getState().filters).toEqual(filters);
  expect(usePlace.getState()).toMatchObject({ page: "data", run: 2 });
});

test("text of rows stays text in the panel", async () => {
  await open(2, {
    rows_query: () => ({
      rows: [
        {
          run: 2,
          draw: 0,
          attempt: 0,
          verdict: { verdict: "accepted", row: 0 },
          fields: { text: "<img src=x onerror=alert(1)>" },
          conditions: {},
          mean_log_probability: null,
          edited: false,
          extra: false,
          dropped_by: null,
          weight: 1,
        },
      ],
      total: 1,
      next: null,
    }),
  });
  await button("dashboard-balance");
  await user.click(
    within(await table("Shares of label are within 3 percentage points of the plan")).getByRole("button", {
      name: "positive",
    }),
  );
  expect(await screen.findByText("<img src=x onerror=alert(1)>")).toBeTruthy();
  expect(screen.getByTestId("rows-panel").querySelector("img")).toBeNull();
});

test("rows behind a bar stand forth on the map, and rows of the map are asked for by number", async () => {
  await open(2);
  await button("dashboard-diversity");
  await screen.findByRole("heading", { name: "Reviews crowd around plot and acting" });
  await user.click(
    within(await table("The same five openings start 31 % of rows")).getByRole("button", {
      name: "I have rarely seen",
    }),
  );
  const behind = (await fixture().call("rows_query", {
    ...(requests("rows_query")[0] as RowsRequest),
    limit: 500,
  })) as { rows: { verdict: { row: number } }[] };
  await waitFor(() => expect(onMap?.has(behind.rows[0]?.verdict.row ?? -1)).toBe(true));
  await button("rows-close");
  await waitFor(() => expect(onMap).toBeNull());
  const map = await table("Reviews crowd around plot and acting");
  await user.click(within(map).getByRole("button", { name: "score, music, sound" }));
  await screen.findByRole("heading", { name: "score, music, sound" });
  const [filter] = requests("rows_query").at(-1)?.filters ?? [];
  expect(filter).toMatchObject({ column: "_row", op: "one-of" });
  const rows = filter?.op === "one-of" ? filter.value.length : 0;
  expect(within(map).getByText(String(rows))).toBeTruthy();
});

test("real rows and an earlier run stand beside, with differences, and can be taken away", async () => {
  await open(2);
  await button("dashboard-diversity");
  const heads = () =>
    within(screen.getByRole("table", { name: "Figures" }))
      .getAllByRole("columnheader")
      .map(({ textContent }) => textContent);
  expect(heads()).toContain("Real rows872 rows");
  const vocabulary = screen.getByTestId("measure-vocabulary");
  expect(vocabulary.textContent).toContain("3,317difference: −1,474");
  const choose = async (name: RegExp) => {
    await user.click(within(screen.getByTestId("beside")).getByRole("button"));
    await user.click(await screen.findByRole("option", { name }));
  };
  await choose(/Run 1/);
  await waitFor(() => expect(heads()).toContain("Run 1203 rows"));
  expect(requests("evaluate").at(-1)).toEqual({ run: 2, beside: 1 });
  const openings = await table("The same five openings start 31 % of rows");
  expect(
    within(openings)
      .getAllByRole("columnheader")
      .map(({ textContent }) => textContent),
  ).toEqual(["First three words", "Run 2", "Real rows", "Run 1"]);
  expect(within(openings).getAllByText(/ %$/).length).toBe(15);
  await choose(/Nothing/);
  expect(heads()).toEqual(["Figure", "Value", "95 % interval", "n", "Over runs", "What it means"]);
});

test("every table has a caption, and heads that say what they head", async () => {
  await open(2);
  for (const board of ["diversity", "faithfulness", "usefulness", "privacy", "balance", "compare"]) {
    await button(`dashboard-${board}`);
    if (board === "compare") await screen.findByTestId("compare-vocabulary");
    for (const toggle of screen.queryAllByTestId("chart-table")) await user.click(toggle);
    const tables = screen.getAllByRole("table");
    expect(tables.length).toBeGreaterThan(board === "compare" ? 0 : 1);
    for (const found of tables) {
      expect(found.querySelector("caption")?.textContent).toBeTruthy();
      for (const head of found.querySelectorAll("th"))
        expect(head.getAttribute("scope")).toMatch(/^(col|row|rowgroup)$/);
      for (const row of found.querySelectorAll("tbody tr")) {
        expect(row.querySelector('th[scope^="row"]')).toBeTruthy();
      }
    }
  }
});

test("while a run goes on its rows are measured again when a tenth more came, and once more at its end", async () => {
  let now = 1_000_000;
  vi.spyOn(Date, "now").mockImplementation(() => now);
  const summary = (await fixture().call("run_list", null)).find(({ run }) => run === 1);
  if (!summary) throw new Error("The stand-in has a run 1.");
  await open(1, {
    run_list: () => [{ ...summary, status: "running", accepted: 100 }],
  });
  expect(screen.getByTestId("evaluate-of").textContent).toMatch(/^Figures of the first 500 rows so far/);
  const tell = (accepted: number, status: RunStatus = "running") =>
    say({
      kind: "run",
      progress: { summary: { ...summary, status, accepted } } as RunProgress,
      rows: [],
      writing: null,
    });
  const measured = () => requests("evaluate").length;
  const before = measured();
  now += 10_000;
  tell(109);
  expect(measured()).toBe(before);
  tell(110);
  await waitFor(() => expect(measured()).toBe(before + 1));
  tell(200);
  expect(measured()).toBe(before + 1);
  now += 4000;
  tell(201);
  await waitFor(() => expect(measured()).toBe(before + 2));
  tell(202, "completed");
  await waitFor(() => expect(measured()).toBe(before + 3));
  expect(screen.getByTestId("evaluate-of").textContent).toMatch(/^Figures of 500 rows/);
});

test("a report is written where the dialog pointed, and over a file only when asked", async () => {
  let there = true;
  await open(2, {
    report_write: ({ replace }) => {
      if (there && !replace) throw { code: "exists", message: "The file is there already.", detail: null };
      there = false;
      return null;
    },
  });
  await button("report-save");
  expect((await screen.findByTestId("error")).textContent).toContain("The file is there already.");
  await button("report-replace");
  const path = "/home/user/dataset, run 2, report.html";
  await waitFor(() => expect(screen.getByTestId("evaluate-of").textContent).toBe(`Report saved as ${path}`));
  expect(requests("report_write")).toEqual([
    { run: 2, beside: null, path, replace: false },
    { run: 2, beside: null, path, replace: true },
  ]);
  expect(screen.queryByTestId("error")).toBeNull();
});

test("no report is written when the dialog is closed", async () => {
  await open(2, {}, { pickSave: async () => null });
  await button("report-save");
  await waitFor(() => expect(screen.getByTestId("report-save").textContent).toBe("Save report"));
  expect(requests("report_write")).toEqual([]);
});

test("a chart of gold rows says that no rows of the dataset stand behind it", async () => {
  await open(2);
  await button("dashboard-usefulness");
  const notes = within(screen.getByTestId("board-usefulness")).getAllByText(
    /^Of gold rows, which are not part/,
  );
  const cards = notes.map((note) => note.closest("[data-testid='evaluate-chart']"));
  expect(cards.map((card) => card?.querySelector("h2")?.textContent)).toEqual([
    "Real and synthetic rows together teach most",
    "Negative rows are learned less well",
  ]);
  await button("dashboard-diversity");
  expect(screen.queryByText(/^Of gold rows, which are not part/)).toBeNull();
});
