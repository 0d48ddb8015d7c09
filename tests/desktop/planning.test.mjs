// Planning with the model in the real window: a recipe from a description and from a file, and edits from a few rows.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before } from "node:test";

import { openApp } from "./app.mjs";
import { choose } from "./save-dialog.mjs";
import { screenshots, story } from "./story.mjs";
import { part, waitUntil } from "./webdriver.mjs";

const LIMIT_MS = 120_000;

let app;
let page;

before(async () => {
  await mkdir(screenshots, { recursive: true });
  app = await openApp(process.env.SEEDBED_DESKTOP);
  page = app.window;
  await page.drawn(part("blank-recipe"));
  await page.click(part("blank-recipe"));
  await page.find(part("page-recipe"));
});

after(async () => app?.close());

const { step, picture } = story(() => page, LIMIT_MS);
const text = async (selector) => (await page.property(selector, "textContent")) ?? "";
const name = () => page.property(".recipe-name input", "value");

step("a description becomes a recipe, and undo brings the old one back", async () => {
  const before = await name();
  await page.click(part("draft-button"));
  await page.type(part("draft-goal", "textarea"), "Letters of tenants to their landlord");
  await page.click(part("draft-ask"));
  await page.find(part("draft-outline"));
  await picture("planning-1-draft");
  await page.click(part("draft-take"));
  await waitUntil("the new recipe", async () => (await name()) === "Letters of tenants to their landlord");
  await page.gone(part("problem-list"));
  await page.click(part("undo"));
  await waitUntil("the old recipe", async () => (await name()) === before);
  await page.click(part("redo"));
  await waitUntil("the new recipe", async () => (await name()) !== before);
});

step("a file of examples says what a row holds", async () => {
  const file = join(app.home, "letters.csv");
  const rows = Array.from({ length: 24 }, (_, at) =>
    at % 3 === 0
      ? `"Dear Ms Weber, the heating in flat ${at} has been cold for ${at + 2} days.",repair`
      : `"Could you send me the bill for last year once more? Flat ${at}.",bill`,
  );
  await writeFile(file, `letter,about\n${rows.join("\n")}\n`);
  await page.click(part("draft-button"));
  await page.type(part("draft-goal", "textarea"), "Write a letter of a tenant.");
  await page.click(part("draft-examples"));
  await choose("A file of examples", file);
  await waitUntil("the file to be named", async () => /letters\.csv/.test(await text(".draft-panel")));
  await page.click(part("draft-ask"));
  await waitUntil("the labels", async () => /bill.*repair/.test(await text(part("draft-outline"))));
  await picture("planning-2-examples");
  await page.click(part("draft-take"));
  await waitUntil("the person in them to be found", async () =>
    /Weber/.test(await text(part("safe-dialog"))),
  );
  await page.click(part("safe-replace"));
  await page.gone(part("safe-dialog"));
  await page.click(part("preview-button"));
  await waitUntil("five rows", async () => (await page.all('[data-testid="preview-row"][data-verdict]:not([data-verdict="writing"])')).length === 5);
});

step("what became of five rows suggests edits, each to be taken or dropped", async () => {
  await page.click(part("view-source"));
  await page.click(part("view-form"));
  await page.click(part("improve-button"));
  await waitUntil("an answer", async () => /of 5 rows accepted/.test(await text(".preview")), LIMIT_MS);
  await picture("planning-3-edits");
  const proposals = await page.all(part("proposal"));
  console.log(`${proposals.length} edits proposed: ${await text(".preview [role=status]")}`);
  if (proposals.length > 0) {
    await page.click(part("proposal", "button"));
    await waitUntil("one edit less", async () => (await page.all(part("proposal"))).length === proposals.length - 1);
    await page.click(part("undo"));
  }
  assert.equal((await page.all(part("problem-list"))).length, 0);
});
