// Many rows changed at once, from a filter and from the change of one row; and a blind review.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before } from "node:test";

import { openApp } from "./app.mjs";
import { makeRows, useRecipe } from "./run.mjs";
import { screenshots, story } from "./story.mjs";
import { Key, part } from "./webdriver.mjs";

const RUN_LIMIT_MS = 180_000;
const ROWS = 24;

let app;
let page;

before(async () => {
  await mkdir(screenshots, { recursive: true });
  app = await openApp(process.env.SEEDBED_DESKTOP);
  page = app.window;
  await useRecipe(page, "simprompt");
  await makeRows(page, ROWS, RUN_LIMIT_MS);
  await page.click(part("run-to-data"));
  await page.textMatching(part("data-total"), new RegExp(`^${ROWS} rows`));
});

after(async () => app?.close());

const { step, picture } = story(() => page, RUN_LIMIT_MS);

const choose = async (field, option) => {
  await page.click(part(field, "button"));
  await page.click({ role: "option", name: option });
};

step("a label is set in all rows, after a look at what that changes, and one undo takes it back", async () => {
  await page.click(part("data-change-all"));
  await choose("bulk-value", "sports");
  const [, count] = await page.textMatching(part("bulk-changes"), /^(\d+) rows will change\.$/);
  assert.ok(Number(count) < ROWS, "some rows are about sports already");
  await picture("bulk-1-preview");
  await page.click(part("bulk-apply"));
  await page.textMatching(part("data-done"), new RegExp(`^Made the change of label in ${count} rows\\.$`));
  await page.press(Key.Control, "z");
  await page.textMatching(part("data-done"), new RegExp(`^Took back the change of label in ${count} rows\\.$`));
});

step("words are replaced", async () => {
  await page.click(part("data-change-all"));
  await page.click(part("bulk-replace"));
  await page.type(part("bulk-find", "input"), "the");
  await page.type(part("bulk-with", "input"), "this");
  await page.textMatching(part("bulk-changes"), /^\d+ rows? will change\.$/);
  await picture("bulk-2-replace");
  await page.press(Key.Escape);
  await page.gone(part("bulk-panel"));
});

step("the change of one row is made to those like it, chosen by keys", async () => {
  await page.click(part("data-row"));
  await page.click(part("row-reject"));
  await page.click(part("similar-open"));
  await page.find(part("similar-row"));
  const chosen = async () =>
    Number((await page.textMatching(part("similar-count"), /^(\d+) of \d+ rows chosen$/))[1]);
  const before = await chosen();
  await page.press(" ");
  assert.equal(await chosen(), before - 1);
  await page.press(" ");
  await picture("bulk-3-similar");
  await page.click(part("similar-apply"));
  await page.gone(part("similar-dialog"));
  await page.textMatching(part("data-total"), new RegExp(`^${ROWS - 1 - before} rows?`));
  await page.press(Key.Control, "z");
  await page.textMatching(part("data-done"), /^Took back the decision to reject/);
});

step("a blind review tells the model's label once the row is judged", async () => {
  await page.press(Key.Alt, "6");
  await page.find(part("review-row"));
  await page.click(part("review-blind"));
  await page.textMatching(part("review-label"), /^hidden$/);
  assert.equal((await page.all(part("review-accept"))).length, 0);
  await page.press("2");
  await page.textMatching(part("review-done"), /: sports\. The model had said (.+)\.$/);
  await picture("bulk-4-blind");
});
