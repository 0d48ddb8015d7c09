// Marking the entities of a text by the keyboard alone, and rating the same rows.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before } from "node:test";

import { openApp } from "./app.mjs";
import { makeRows, useRecipe } from "./run.mjs";
import { screenshots, story } from "./story.mjs";
import { Key, part } from "./webdriver.mjs";

const RUN_LIMIT_MS = 300_000;
const ROWS = 4;

let app;
let page;

before(async () => {
  await mkdir(screenshots, { recursive: true });
  app = await openApp(process.env.SEEDBED_DESKTOP);
  page = app.window;
  await useRecipe(page, "ner");
  await makeRows(page, ROWS, RUN_LIMIT_MS);
});

after(async () => app?.close());

const { step, picture } = story(() => page, 2 * RUN_LIMIT_MS);

const spans = () => page.all(part("review-span"));
const judged = (count, rows = ROWS) =>
  page.textMatching(part("review-judged"), new RegExp(`^${count} of ${rows} `));
const hinted = (words) => page.textMatching(part("review-span-hint"), words);

step("a span is added by keys, and another one deleted", async () => {
  await page.press(Key.Alt, "6");
  await page.find(part("review-marked"));
  const before = (await spans()).length;
  assert.ok(before >= 2, "the recipe asks for two");
  await page.press(Key.Left);
  await page.press(Key.Shift, Key.Left);
  await hinted(/^Selected: ‘.+’/);
  await picture("spans-1-selected");
  await page.press("3");
  await hinted(/is marked as company/);
  await page.press(Key.Delete);
  await page.press("u");
  await hinted(/^Select words/);
  await picture("spans-2-marked");
  // Where the model marked a place twice, one mark must go first.
  for (let most = before; most > 0 && (await page.all(part("review-spans-overlap"))).length > 0; most -= 1) {
    await page.press(Key.Tab);
    await page.press(Key.Delete);
  }
  await page.press(Key.Enter);
  await page.textMatching(part("review-done"), /accepted with your spans/);
  await judged(1);
});

step("a judgment of spans is taken back, and the row is as it was", async () => {
  await page.press("u");
  await judged(0);
  await page.find(part("review-marked"));
  await page.press(Key.Backspace);
  await page.textMatching(part("review-done"), /: rejected\./);
  await judged(1);
});

step("the rows are rated by numbers", async () => {
  // The one that was rejected is none of them.
  await page.click(part("review-task", "button"));
  await page.click({ role: "option", name: /^Rate from 1 to 5/ });
  await judged(0, ROWS - 1);
  await page.find(part("review-label-4"));
  await page.press("5");
  await judged(1, ROWS - 1);
  await page.press("2");
  await judged(2, ROWS - 1);
  await page.textMatching(part("review-mean"), /^3\.5/);
  await picture("spans-3-rated");
});
