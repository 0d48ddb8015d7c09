// The main job in the real window: a gallery recipe, one condition changed, a preview, fifty rows, a chart, a file.

import assert from "node:assert/strict";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before } from "node:test";

import { openApp } from "./app.mjs";
import { lookAway, lookBack } from "./pointer.mjs";
import { saveAs } from "./save-dialog.mjs";
import { listenTo } from "./session-bus.mjs";
import { screenshots, story } from "./story.mjs";
import { Key, part } from "./webdriver.mjs";

const RUN_LIMIT_MS = 180_000;

let app;
let page;
let bus;

before(async () => {
  await mkdir(screenshots, { recursive: true });
  bus = await listenTo("org.freedesktop.portal.Inhibit", "org.freedesktop.Notifications");
  app = await openApp(process.env.SEEDBED_DESKTOP);
  page = app.window;
});

after(async () => {
  await app?.close();
  await bus?.close();
});

const { step, picture } = story(() => page, 2 * RUN_LIMIT_MS);

step("the gallery offers a recipe", async () => {
  await page.drawn(part("use-recipe-attrprompt"));
  await picture("1-gallery");
  await page.click(part("use-recipe-attrprompt"));
  await page.find(part("prompt-pane", ".prompt-card"));
});

step("a changed condition changes the prompt", async () => {
  const [, drawn] = await page.textMatching(part("chip-genre"), /genre: (.+?) ›/s);
  await page.click(part("section-conditions"));
  const chip = part("condition-genre", `.value-chip[aria-label^="${drawn},"]`);
  await page.click(chip);
  await page.type('.value-editor input[type="text"]', `silent ${drawn}`);
  await page.press(Key.Enter);
  await page.textMatching(part("chip-genre"), new RegExp(`genre: silent ${drawn} ›`, "s"));
  await page.press(Key.Escape);
  await page.gone(".value-editor");
  await picture("2-recipe");
});

step("a preview makes five rows", async () => {
  await page.click(part("preview-button"));
  await page.gone(part("preview-stop"), RUN_LIMIT_MS);
  const rows = await page.all(part("preview-row"));
  assert.equal(rows.length, 5);
  assert.equal((await page.all('[data-testid="preview-row"][data-verdict="writing"]')).length, 0);
  await picture("3-preview");
});

step("a stricter check makes some rows fail", async () => {
  await page.click(part("section-checks"));
  await page.type({ role: "textbox", name: "Largest similarity" }, "0.35");
  await page.press(Key.Tab);
});

step("a run makes fifty rows", async () => {
  await page.click(part("run-button"));
  await page.type(part("run-rows", "input"), "50");
  await page.press(Key.Tab);
  await lookAway();
  await page.click(part("start-run"));
  await page.find(part("run-row"));
  await picture("4-running");
  await page.find('[data-testid="run-status"][data-status="completed"]', RUN_LIMIT_MS);
  await page.textMatching(part("run-progress"), /50/);
  await picture("5-run");
  await bus.heard(/member=Inhibit\s+string ""\s+uint32 4/);
  await bus.heard(/member=Notify[^]*string "Run 1 is done"\s+string "50 of 50 rows, from \d+ attempts\."/);
  await lookBack();
});

step("a row that failed is tried again", async () => {
  await page.click(part("run-failed-tab"));
  await page.click(part("run-failed", ".failed-head"));
  await page.click(part("run-retry"));
  await page.textMatching(part("run-retried"), /^Try \d+ /, RUN_LIMIT_MS);
  await picture("6-retry");
});

step("thirty rows are offered for a review", async () => {
  await page.click(part("run-to-review"));
  await page.textMatching(part("data-total"), /^30 /);
});

step("the rows can be looked at, and a decision taken back", async () => {
  await page.click(part("nav-runs"));
  await page.click(part("run-to-data"));
  await page.textMatching(part("data-total"), /5[01]/);
  await page.click(part("data-row"));
  await page.click(part("row-reject"));
  await page.find(part("row-accept"));
  await page.press(Key.Control, "z");
  await page.textMatching(part("data-done"), /^Took back the decision to reject\.$/);
  await page.find(part("row-reject"));
  await picture("7-data");
});

step("the evaluation draws charts", async () => {
  await page.click(part("nav-evaluate"));
  await page.click(part("dashboard-diversity"));
  await page.find(part("evaluate-chart", "figure svg path"), RUN_LIMIT_MS);
  await picture("8-evaluate");
});

step("a chart is saved as a picture", async () => {
  for (const [kind, signature] of [
    ["SVG", "<svg"],
    ["PNG", "\x89PNG\r\n\x1a\n"],
  ]) {
    const file = join(app.home, `chart.${kind.toLowerCase()}`);
    await page.click(part("chart-save"));
    await page.click({ role: "menuitem", name: new RegExp(kind) });
    await saveAs("Save the chart", file);
    await page.textMatching(part("chart-saved"), new RegExp(file.replaceAll(/[.\\]/g, "\\$&")));
    const written = await readFile(file, "latin1");
    assert.ok(written.startsWith(signature), `${file} starts with ${JSON.stringify(written.slice(0, 8))}`);
    assert.ok(written.length > 2000, `${file} has ${written.length} bytes`);
    assert.ok(!written.includes("var(--"), "colours are the file's own");
    await copyFile(file, join(screenshots, `chart.${kind.toLowerCase()}`));
  }
});

step("the rows are written to a file", async () => {
  const file = join(app.home, "reviews.jsonl");
  await page.click(part("nav-export"));
  await page.click(part("export-format-jsonl"));
  await page.click(part("export-write"));
  const notes = join(app.home, "README.md");
  await writeFile(notes, "Notes of a user");
  await saveAs("Write the dataset", file);
  await page.find(part("export-replace"));
  assert.equal(await readFile(notes, "utf8"), "Notes of a user");
  await picture("9-export-asks");
  await page.click(part("export-replace"));
  await page.find(part("export-report"));
  await picture("9-export");
  const rows = (await readFile(file, "utf8")).trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.ok(rows.length === 50 || rows.length === 51, "the run's rows, and one by hand where the retry passed");
  for (const row of rows) {
    assert.ok(row.text.length > 0);
    assert.match(row.label, /^(positive|negative)$/);
  }
});
