// Models in the real window: a download that is allowed, left, held, gone on with and used, from a hub on this computer.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { openApp } from "./app.mjs";
import { startHub } from "./hub.mjs";
import { answer } from "./save-dialog.mjs";
import { part, waitUntil } from "./webdriver.mjs";

const root = join(import.meta.dirname, "../..");
const screenshots = join(root, "artifacts");
const HALT = 4_000_000;
const QUESTION = "Allow model downloads\\?";

let app;
let page;
let hub;

before(async () => {
  await mkdir(screenshots, { recursive: true });
  // A sound model of a family that runs, under the name of one of the catalogue.
  hub = await startHub("Qwen3-0.6B-Q8_0.gguf", await readFile(join(root, "models/starter/starter.gguf")), HALT);
  app = await openApp(process.env.SEEDBED_DESKTOP);
  page = app.window;
});

after(async () => {
  hub?.close();
  await app?.close();
});

const picture = (name) => page.screenshot(join(screenshots, `${name}.png`));
// WebDriver leaves out text that is cut where it does not fit.
const reads = (locator, pattern) =>
  waitUntil(`${pattern}`, async () => ((await page.property(locator, "textContent")) ?? "").match(pattern));
const state = part("download-state-qwen3-0.6b");

test("nothing is asked before downloads are allowed", async () => {
  await page.click(part("nav-models"));
  await page.find(part("catalogue-qwen3-0.6b"));
  await reads(part("network-chip"), /^Offline: nothing leaves this computer$/);
  assert.equal(await page.property(part("download-qwen3-0.6b"), "disabled"), true);
  await picture("models-1-offline");
});

test("the program itself asks whether downloads are allowed", async () => {
  await page.click(part("models-allow-downloads"));
  await answer(QUESTION, "Escape");
  await page.find(`${part("models-allow-downloads")}:not([data-selected])`);
  assert.equal(await page.property(part("download-qwen3-0.6b"), "disabled"), true);
  // A page that was taken over cannot answer in the user's place, nor go around the question.
  for (const [command, request] of [
    ["settings_set", { theme: "system", downloads: { allowed: true, endpoint: `http://${hub.address}` } }],
    ["download_start", { id: "qwen3-0.6b" }],
  ]) {
    await page.run(
      `(command, request) => {
        window.answer = null;
        window.__TAURI_INTERNALS__.invoke("call", { request: { command, request } }).then(
          () => { window.answer = "done"; },
          (error) => { window.answer = error.message; },
        );
      }`,
      command,
      request,
    );
    const settled = await waitUntil(`an answer to ${command}`, () => page.run("() => window.answer"));
    if (command === "download_start") assert.match(settled, /switched off/);
  }
  assert.equal(hub.asked, 0);
});

test("a download says to whom it talks, and goes on while the page is left", async () => {
  await page.click(part("models-allow-downloads"));
  await answer(QUESTION, "Return");
  await page.click(part("network-panel", "summary"));
  await page.type(part("models-endpoint", "input"), `http://${hub.address}`);
  await page.click(part("models-endpoint-use"));
  await answer(QUESTION, "Return");
  await waitUntil("the address to be kept", () => page.property(part("models-endpoint-use"), "disabled"));
  await page.click(part("model-measure"));
  await reads(part("catalogue-qwen3-0.6b"), /tokens\/s, estimated from/);
  await page.click(part("download-qwen3-0.6b"));
  await reads(part("network-chip"), new RegExp(`^Talking to ${hub.address}$`));
  await reads(state, /4 MB of 6\.6 MB/);
  await picture("models-2-downloading");
  await page.click(part("nav-gallery"));
  await page.gone(state);
  await reads(part("network-chip"), new RegExp(`^Talking to ${hub.address}$`));
  await page.click(part("nav-models"));
  await reads(state, /4 MB of 6\.6 MB/);
});

test("a pause closes the connection, and going on asks for the rest", async () => {
  await page.click(`${state} [aria-label="Pause the download"]`);
  await reads(part("network-chip"), /^Offline/);
  await waitUntil("the connection to close", () => hub.open === 0);
  await reads(state, /Paused · 4 MB of 6\.6 MB/);
  hub.release();
  await page.click(`${state} [aria-label="Go on with the download"]`);
  await page.gone(state);
  assert.deepEqual([...new Set(hub.ranges)], [0, HALT]);
  await reads(part("network-chip"), /^Offline/);
});

test("the model can be used", async () => {
  await reads(part("catalogue-qwen3-0.6b"), /On this computer/);
  await page.click('[data-testid^="model-use-"]');
  await page.find('.model-card[data-active]:not([data-testid="model-card-starter"])');
  await picture("models-3-used");
  await page.click(part("nav-settings"));
  await page.click(part("theme-dark"));
  await page.click(part("nav-models"));
  await page.find(part("catalogue"));
  await picture("models-4-dark");
});
