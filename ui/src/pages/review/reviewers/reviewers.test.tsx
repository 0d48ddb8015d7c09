import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import { takeKey } from "@/app/commands";
import type { ReviewAgreement } from "@/generated/ReviewAgreement";
import type { ReviewerFile } from "@/generated/ReviewerFile";
import { connectTo, type Host } from "@/platform";
import { fixture } from "@/platform/fixture";
import { refreshApp, remember, useApp } from "@/state/app";
import { usePlace } from "@/state/navigation";
import ReviewPage from "../ReviewPage";

let asked: { name: string; request: unknown }[] = [];
let user: UserEvent;

/** The stand-in with what was asked of it noted; the project may be a reviewer's file, and the dialogs answer in turn. */
async function connect(file: ReviewerFile | null = null, opened: (string | null)[] = []): Promise<void> {
  const host = fixture();
  connectTo({
    ...host,
    pickFolder: async () => "/home/ada/reviews",
    pickOpen: async () => opened.shift() ?? null,
    call: (async (name, request) => {
      asked.push({ name, request });
      const answer = await host.call(name, request);
      return name === "review_queue" ? { ...answer, file } : answer;
    }) as Host["call"],
  });
  await refreshApp();
}

const requestsOf = (name: string) => asked.filter((one) => one.name === name).map(({ request }) => request);
const rowReady = () =>
  waitFor(() => expect(screen.getByTestId("review-title").textContent).toMatch(/^Row \d/));

async function openReviewers(run: number): Promise<void> {
  usePlace.setState({ page: "review", run });
  render(<ReviewPage />);
  await user.click(await screen.findByTestId("review-view-reviewers"));
}

beforeEach(async () => {
  asked = [];
  usePlace.setState({ view: null });
  user = userEvent.setup();
  window.addEventListener("keydown", takeKey);
  await connect();
});
afterEach(() => {
  window.removeEventListener("keydown", takeKey);
  useApp.setState({ app: null, failure: null });
});

test("rows are handed out to names typed in one go, with what is chosen, and the files are listed", async () => {
  await openReviewers(1);
  const write = await screen.findByTestId("reviewers-write");
  expect((write as HTMLButtonElement).disabled).toBe(true);
  await user.type(
    within(screen.getByTestId("reviewers-name")).getByRole("textbox"),
    "Anna, Ben, Anna{Enter}",
  );
  expect(screen.getAllByRole("row", { name: /Anna|Ben/ }).length).toBe(2);
  const share = within(screen.getByTestId("reviewers-share")).getByRole("textbox");
  await user.clear(share);
  await user.type(share, "50{Enter}");
  expect(screen.getByRole("slider").getAttribute("value")).toBe("50");
  expect(screen.getByTestId("reviewers-deal").textContent).toMatch(/^Of \d+ rows: \d+ read by all/);
  await user.click(await screen.findByRole("switch", { name: /Let text of ‘support’ go along/ }));
  await user.click(write);
  const written = await screen.findByTestId("reviewers-written");
  expect(written.textContent).toContain("2 files are written");
  expect(written.textContent).toContain("Film reviews - Ben.seedbed");
  expect(written.textContent).toContain("Left out of all rows: label.");
  expect(within(written).getByText(/7 words of the private source/)).toBeTruthy();
  expect(requestsOf("review_assign")).toEqual([
    {
      run: 1,
      reviewers: ["Anna", "Ben"],
      overlap: 0.5,
      raters: null,
      blind: true,
      seed: expect.any(Number),
      folder: "/home/ada/reviews",
      include_private: ["support"],
    },
  ]);
});

test("files come back one after another, each with what was not taken, and the figures follow", async () => {
  await connect(null, ["/home/ada/a.seedbed", null, "/home/ada/b.seedbed", "/home/ada/b.seedbed"]);
  await openReviewers(1);
  expect(await screen.findByText("Nobody’s words are here yet")).toBeTruthy();
  const merge = () => user.click(screen.getByTestId("reviewers-merge"));
  await merge();
  expect((await screen.findByTestId("reviewers-merged")).textContent).toMatch(
    /^Anna58 judgments added\. 2 rows not taken\.Rows 12, 40 of/,
  );
  expect(await screen.findByText(/One reviewer alone cannot disagree/)).toBeTruthy();
  await merge();
  await merge();
  await waitFor(() => expect(screen.getAllByTestId("reviewers-merged").length).toBe(2));
  expect(await screen.findByTestId("reviewers-figure-cohen")).toBeTruthy();
  expect(screen.queryByTestId("reviewers-matrix")).toBeNull();
  await merge();
  await waitFor(() =>
    expect(screen.getAllByTestId("reviewers-merged")[0]?.textContent).toContain("58 were here already"),
  );
  expect(screen.getAllByTestId("reviewers-merged").length).toBe(2);
  expect(requestsOf("review_merge").length).toBe(3);
});

test("agreement is told by reviewer, over all, by label and by pair, on labels and on what stays", async () => {
  await openReviewers(2);
  const text = async (id: string) => (await screen.findByTestId(`reviewers-${id}`)).textContent;
  expect(await text("counts")).toContain("Chloé1381101513");
  expect(await text("figure-raw")).toMatch(/^Same answer86 %82–90 %96How often/);
  expect(await text("figure-fleiss")).toContain("0.680.6–0.7684");
  expect(await text("figure-alpha")).toMatch(/^Krippendorff’s α0\.690\.61–0\.7796/);
  expect(screen.queryByTestId("reviewers-figure-cohen")).toBeNull();
  expect(await text("categories")).toContain("negative");
  const matrix = within(await screen.findByTestId("reviewers-matrix"));
  expect(matrix.getAllByRole("cell", { name: /^0\.74/ }).length).toBe(2);
  await user.click(screen.getByTestId("reviewers-decisions"));
  expect(await text("categories")).toMatch(/keep.*reject/);
  expect(await text("categories")).not.toContain("negative");
});

test("without rows that two reviewers read no figure is shown", async () => {
  const none = { value: null, low: null, high: null, n: 0 };
  const ratings = { raw: none, fleiss: none, fleiss_raters: 0, alpha: none, categories: [], pairs: [] };
  const counts = { judged: 5, right: 5, changed: 0, rejected: 0 };
  const agreement: ReviewAgreement = {
    reviewers: ["Anna", "Ben"].map((reviewer) => ({ reviewer, ...counts })),
    decisions: ratings,
    labels: null,
    spans: null,
    preferences: null,
    ratings: [],
    disagreements: [],
  };
  connectTo(fixture({ review_agreement: () => agreement }));
  await openReviewers(2);
  expect((await screen.findByTestId("reviewers-none-shared")).textContent).toContain(
    "No row was judged by two",
  );
  expect(screen.queryByTestId("reviewers-figures")).toBeNull();
  expect(screen.queryByTestId("reviewers-labels")).toBeNull();
  expect(screen.queryByTestId("reviewers-settle")).toBeNull();
});

test("disagreements are settled one by one with a final word, and that is what undo takes back", async () => {
  await openReviewers(2);
  await user.click(await screen.findByTestId("reviewers-settle"));
  await rowReady();
  expect(screen.getByTestId("review-final").textContent).toContain("whatever they said");
  expect(screen.queryByTestId("review-blind")).toBeNull();
  const said = await screen.findByTestId("reviewers-said");
  expect(said.textContent).toMatch(
    /Anna(positive|negative)Ben.*\(means it ironically\)Chloéreject \(off topic\)/,
  );
  expect(screen.queryByTestId("review-why")).toBeNull();
  const first = screen.getByTestId("review-row").dataset.row;
  expect(screen.getByTestId("review-judged").textContent).toMatch(/^0 of 12 disagreements settled$/);
  await user.keyboard("{Enter}");
  await waitFor(() => expect(screen.getByTestId("review-judged").textContent).toMatch(/^1 of 12/));
  expect(requestsOf("review_judge")).toMatchObject([{ order: "disagreements", adjudicate: true }]);
  await rowReady();
  await user.keyboard("u");
  await waitFor(() => expect(screen.getByTestId("review-row").dataset.row).toBe(first));
  expect(requestsOf("review_take_back")).toEqual([{ run: 2, adjudicate: true }]);
  await rowReady();
  for (let left = 12; left > 0; left--) {
    await rowReady();
    await user.keyboard("{Backspace}");
  }
  expect((await screen.findByTestId("review-finished")).textContent).toContain(
    "Every disagreement is settled",
  );
  await user.click(screen.getByRole("button", { name: "How far reviewers agree" }));
  expect((await screen.findByTestId("reviewers-disagreements")).textContent).toContain("12 are settled.");
});

test("a judgment of one's own is no final word", async () => {
  usePlace.setState({ page: "review", run: 1 });
  render(<ReviewPage />);
  await screen.findByTestId("review-title");
  await rowReady();
  await user.keyboard("{Enter}");
  await waitFor(() => expect(requestsOf("review_judge")).toMatchObject([{ adjudicate: false }]));
  expect(screen.queryByTestId("review-final")).toBeNull();
});

test("where nothing is in dispute the page says when there will be", async () => {
  remember("review.order", "disagreements");
  usePlace.setState({ page: "review", run: 1 });
  render(<ReviewPage />);
  expect(await screen.findByText("No disagreements")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "How far reviewers agree" }));
  expect(await screen.findByTestId("reviewers-hand-out")).toBeTruthy();
});

test.each([true, false])(
  "a reviewer's file says whose it is and what is hidden; blind: %s",
  async (blind) => {
    await connect({ reviewer: "Anna", blind });
    remember("review.order", "disagreements");
    usePlace.setState({ page: "review", run: 1 });
    render(<ReviewPage />);
    const file = await screen.findByTestId("review-file");
    await rowReady();
    expect(file.textContent).toContain("This file was made for Anna.");
    expect(file.textContent?.includes("labels were left out")).toBe(blind);
    expect(screen.queryByTestId("review-view-reviewers")).toBeNull();
    expect(useApp.getState().app?.settings.ui["review.order"]).toBe("random");
    expect(screen.queryByTestId("review-accept") === null).toBe(blind);
    expect(screen.getByTestId("review-label").textContent === "hidden").toBe(blind);
    expect(screen.queryByTestId("review-blind") === null).toBe(blind);
    await user.click(within(screen.getByTestId("review-order")).getByRole("button"));
    const orders = (await screen.findAllByRole("option")).map(({ textContent }) => textContent ?? "");
    expect(orders.some((name) => name.startsWith("Disagreements"))).toBe(false);
    expect(orders.some((name) => name.startsWith("Suspicious"))).toBe(!blind);
    await act(async () => {});
  },
);
