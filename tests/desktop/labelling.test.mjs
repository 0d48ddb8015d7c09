// People and the model label the same rows: the codebook is worded anew, and the model is taught by a student.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before } from "node:test";

import { openApp } from "./app.mjs";
import { makeRows, useRecipe } from "./run.mjs";
import { screenshots, story } from "./story.mjs";
import { Key, part } from "./webdriver.mjs";

const RUN_LIMIT_MS = 240_000;
const ROWS = 80;
const LABELLED = 44;

let app;
let page;

before(async () => {
  await mkdir(screenshots, { recursive: true });
  app = await openApp(process.env.SEEDBED_DESKTOP);
  page = app.window;
  await useRecipe(page, "simprompt");
  await makeRows(page, ROWS, RUN_LIMIT_MS);
});

after(async () => app?.close());

const { step, picture } = story(() => page, 2 * RUN_LIMIT_MS);

const idle = (id) => page.find(`${part(id)}:not([disabled])`, RUN_LIMIT_MS);

step("before people labelled enough, the page says how many rows are missing", async () => {
  await page.press(Key.Alt, "6");
  await page.click(part("review-view-codebook"));
  await page.textMatching(part("codebook-none"), /^40 more reviewed rows are needed/);
  await picture("labelling-1-too-few");
  await page.click(part("codebook-review"));
  for (let count = 0; count < LABELLED; count++) {
    await page.textMatching(part("review-judged"), new RegExp(`^${count} of`));
    await page.press(count % 4 === 0 ? "1" : Key.Enter);
  }
  await page.textMatching(part("review-judged"), new RegExp(`^${LABELLED} of`));
});

step("the model labels the same rows by the codebook, and what it mistakes leads to rows", async () => {
  await page.click(part("review-view-codebook"));
  await idle("codebook-ask");
  await picture("labelling-2-not-asked");
  await page.click(part("codebook-ask"));
  await page.find(part("codebook-agreement"), RUN_LIMIT_MS);
  await page.find(part("codebook-labels"));
  await picture("labelling-3-asked");
  const counted = (await page.property(part("codebook-confusion-0"), "textContent")).match(/\d+/)[0];
  await page.click(part("codebook-confusion-0"));
  await page.find(part("page-data"));
  await page.textMatching(part("page-data"), new RegExp(`${counted} row`));
  await picture("labelling-4-rows");
});

step("another wording is asked, judged on rows held out, and put into the recipe", async () => {
  await page.press(Key.Alt, "6");
  await page.click(part("review-view-codebook"));
  await page.type(part("codebook-text", "textarea"), "Choose what the brief is mainly about, not what it mentions.");
  await page.type(part("codebook-definition-0", "textarea"), "the brief is mainly about this");
  await page.textMatching(part("codebook-standing"), /not asked yet\. \d+ rows to ask about/);
  await page.click(part("codebook-ask"));
  await page.find(part("verdict"), RUN_LIMIT_MS);
  await picture("labelling-5-reworded");
  await page.click(part("codebook-use-1"));
  await page.textMatching(part("codebook-round-1"), /The recipe has it as version 2/);
  await page.press(Key.Alt, "2");
  assert.match(await page.property(part("task-codebook", "textarea"), "value"), /mainly about/);
});

step("a model and a student teach each other, and curation reads their labels", async () => {
  await page.press(Key.Alt, "7");
  await page.click(part("dashboard-faithfulness"));
  await page.click(part("teach-carried"));
  await idle("teach-start");
  await page.click(part("teach-start"));
  await page.find(part("taught-2"), RUN_LIMIT_MS);
  await picture("labelling-6-taught");
  await page.click(part("teach-curate"));
  await page.click(part("add-step"));
  await page.click({ role: "menuitem", name: /^The model’s label/ });
  await page.textMatching(part("setting-labels"), /Taught with a student/);
  await page.find(part("curate-summary"), RUN_LIMIT_MS);
  await picture("labelling-7-curate");
});

step("it can be read in the dark", async () => {
  await page.click(part("nav-settings"));
  await page.click(part("theme-dark"));
  await page.press(Key.Alt, "6");
  await page.click(part("review-view-codebook"));
  await page.find(part("codebook-figures"));
  await picture("labelling-8-dark");
  await page.press(Key.Alt, "7");
  await page.click(part("dashboard-faithfulness"));
  await page.find(part("taught-2"), RUN_LIMIT_MS);
  await picture("labelling-9-dark");
});
