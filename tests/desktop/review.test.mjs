// Reviewing a hundred rows by the keyboard alone, with the app closed in the middle.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before } from "node:test";

import { openApp } from "./app.mjs";
import { makeRows, useRecipe } from "./run.mjs";
import { screenshots, story } from "./story.mjs";
import { Key, part } from "./webdriver.mjs";

const RUN_LIMIT_MS = 180_000;
const ROWS = 100;

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

/** What the page says of how far the review is, once it says so many rows are judged. */
const judged = (count) => page.textMatching(part("review-judged"), new RegExp(`^${count} of ${ROWS} judged`));
const title = () => page.property(part("review-title"), "textContent");

step("the page is reached and a row judged by keys", async () => {
  await page.press(Key.Alt, "6");
  await page.find(part("review-row"));
  await judged(0);
  await picture("review-1-row");
  await page.press(Key.Enter);
  await judged(1);
  await page.press(Key.Backspace);
  await judged(2);
  await page.press("2");
  await judged(3);
  await page.press("s");
  await page.press("n");
  await page.find(part("review-note-field"));
  await page.write("too short");
  await page.press(Key.Escape);
});

step("a judgment is taken back, and its row is there again", async () => {
  await page.press(Key.Enter);
  await judged(4);
  await page.press("u");
  await judged(3);
  const again = await title();
  await page.press(Key.Enter);
  await judged(4);
  assert.notEqual(await title(), again);
});

step("closing in the middle loses nothing", async () => {
  for (let count = 4; count < ROWS / 2; count++) await page.press(count % 7 === 0 ? Key.Backspace : Key.Enter);
  await judged(ROWS / 2);
  await picture("review-2-half");
  page = await app.reopen();
  await page.click(".gallery-recent button");
  await page.find(part("page-recipe"));
  await page.press(Key.Alt, "6");
  await judged(ROWS / 2);
});

step("all rows are judged without a mouse", async () => {
  for (let count = ROWS / 2; count < ROWS; count++) await page.press(count % 5 === 0 ? "1" : Key.Enter);
  await judged(ROWS);
  await page.find(part("review-finished"));
  await picture("review-3-finished");
});
