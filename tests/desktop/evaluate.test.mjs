// Two runs are curated, measured, held against each other and reported.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before } from "node:test";

import { openApp } from "./app.mjs";
import { saveAs } from "./save-dialog.mjs";
import { makeRows, useRecipe } from "./run.mjs";
import { screenshots, story } from "./story.mjs";
import { Key, part } from "./webdriver.mjs";

const RUN_LIMIT_MS = 240_000;
const ROWS = 200;

let app;
let page;

async function run(rows) {
  await page.press(Key.Alt, "2");
  await makeRows(page, rows, RUN_LIMIT_MS);
}

before(async () => {
  await mkdir(screenshots, { recursive: true });
  app = await openApp(process.env.SEEDBED_DESKTOP);
  page = app.window;
  await useRecipe(page, "simprompt");
});

after(async () => app?.close());

const { step, picture } = story(() => page, 2 * RUN_LIMIT_MS);

step("two runs are made", async () => {
  await run(ROWS / 4);
  await run(ROWS);
});

step("a pipeline is measured, moved by keys and applied", async () => {
  await page.press(Key.Alt, "5");
  await page.click(part("start-usual"));
  await page.find(part("step-near-duplicate"), RUN_LIMIT_MS);
  await page.find(part("curate-summary"), RUN_LIMIT_MS);
  await picture("curate-1-pipeline");
  await page.find(`${part("apply")}:not([disabled])`, RUN_LIMIT_MS);
  await page.click(part("apply"));
  await page.click(part("apply-do"));
  await page.find(part("applied"));
  await page.find(".pipeline-chart svg text");
  await picture("curate-2-applied");
  await page.click(part("take-back"));
  await page.find(part("curate-summary"));
});

step("every dashboard opens, and a chart leads to rows", async () => {
  await page.press(Key.Alt, "7");
  await page.find(part("finding-diverse"), RUN_LIMIT_MS);
  await picture("evaluate-1-overview");
  await page.click(part("dashboard-diversity"));
  await page.click(part("chart-table"));
  await page.click(".chart-card table button.text-link");
  await page.find(part("rows-item"));
  const counted = await page.property(".chart-card table tbody tr td.number", "textContent");
  await page.textMatching(part("rows-total"), new RegExp(`^${counted} row`));
  await picture("evaluate-2-rows");
  await page.click(part("rows-close"));
  for (const board of ["diversity", "faithfulness", "usefulness", "privacy", "balance"]) {
    await page.click(part(`dashboard-${board}`));
    await page.find(part(`board-${board}`));
    await picture(`evaluate-2-${board}`);
  }
});

step("likeness in meaning is measured", async () => {
  await page.click(part("dashboard-overview"));
  await page.click(part("measure-part-semantic"));
  await page.click(part("dashboard-diversity"));
  await page.find(part("measure-vendi"), RUN_LIMIT_MS);
  await page.find(part("map-plane-0"));
  await picture("evaluate-3-semantic");
  await page.click(part("map-plane-1"));
  await page.find(`${part("map-plane-1")}[data-selected]`);
});

step("the model is asked about some rows", async () => {
  await page.click(part("dashboard-faithfulness"));
  await page.find(`${part("ask-start-rating")}:not([disabled])`);
  await page.click(part("ask-start-rating"));
  await page.find(part("measure-rating-mean"), RUN_LIMIT_MS);
  await page.textMatching(part("ask-rating"), /100 of \d+ rows answered/);
  await picture("evaluate-3-asked");
  await page.find(`${part("ask-start-perplexity")}:not([disabled])`);
  await page.click(part("ask-start-perplexity"));
  await page.find(part("measure-perplexity"), RUN_LIMIT_MS);
  await page.textMatching(part("ask-perplexity"), /100 of \d+ rows answered/);
  await picture("evaluate-3-perplexity");
});

step("the model names the groups of like rows", async () => {
  await page.find(`${part("ask-start-groups")}:not([disabled])`);
  await page.click(part("ask-start-groups"));
  await page.textMatching(part("ask-groups"), /(\d+) of \1 groups named/);
  await page.click(part("dashboard-diversity"));
  await page.find(part("map-plane-0"));
  await picture("evaluate-3-groups");
});

step("two runs are compared", async () => {
  await page.click(part("dashboard-compare"));
  await page.find(part("compare-sentence"), RUN_LIMIT_MS);
  await picture("evaluate-4-compare");
});

step("the report is one file without scripts", async () => {
  const file = join(app.home, "report.html");
  await page.click(part("dashboard-overview"));
  await page.click(part("report-save"));
  await saveAs("Save the report", file);
  await page.textMatching("main", /Report saved as/);
  const text = await readFile(file, "utf8");
  assert.ok(text.includes("News briefs by topic"));
  assert.ok(!/<script|https?:\/\//.test(text));
});
