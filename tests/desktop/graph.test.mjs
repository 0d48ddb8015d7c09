// The recipe's graph in the real window: built by mouse and by keyboard, undone, broken, with many rows and many cards.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before } from "node:test";

import { openApp } from "./app.mjs";
import { choose } from "./save-dialog.mjs";
import { screenshots, story } from "./story.mjs";
import { Key, part, waitUntil } from "./webdriver.mjs";

const PREVIEW_LIMIT_MS = 180_000;

let app;
let page;

before(async () => {
  await mkdir(screenshots, { recursive: true });
  app = await openApp(process.env.SEEDBED_DESKTOP);
  page = app.window;
  await page.drawn(part("blank-recipe"));
});

after(async () => app?.close());

const { step, picture } = story(() => page, 2 * PREVIEW_LIMIT_MS);
const node = (id) => part(`node-${id}`);
const handle = (id) => part(`node-${id}`, ".react-flow__handle-right");
const panel = (inside = "") => part("graph-panel", inside);

/** Wait until a card reads so. WebDriver leaves out text that is cut where it does not fit. */
const reads = (id, pattern) =>
  waitUntil(`${id} to read ${pattern}`, async () =>
    ((await page.property(node(id), "textContent")) ?? "").match(pattern),
  );

/** The cards that stand on the canvas, by their places in the document. */
const cards = () =>
  page.run(`() => [...document.querySelectorAll('.graph-canvas .react-flow__node')].map((card) => card.dataset.id).sort()`);

/** Wait until something on the page answers to a test id, or to the focus being on it. */
const focused = (selector) =>
  waitUntil(`the focus to be on ${selector}`, () =>
    page.run("(selector) => document.activeElement.matches(selector)", selector),
  );

/** Press Tab, or Shift and Tab, until the focus is somewhere. */
async function tabTo(selector, ...held) {
  await waitUntil(`Tab to lead to ${selector}`, async () => {
    if (await page.run("(selector) => document.activeElement.matches(selector)", selector)) return true;
    await page.press(...held, Key.Tab);
    return page.run("(selector) => document.activeElement.matches(selector)", selector);
  });
}

async function previewYieldsRows() {
  const ended = '[data-testid="preview-row"]:is([data-verdict="accepted"], [data-verdict="rejected"])';
  await waitUntil("five rows", async () => (await page.all(ended)).length === 5, PREVIEW_LIMIT_MS);
  const accepted = await page.all('[data-testid="preview-row"][data-verdict="accepted"]');
  assert.ok(accepted.length > 0, "a row was accepted");
}

const name = panel(".condition-name input");

step("a recipe of three steps is built by mouse", async () => {
  await page.click(part("blank-recipe"));
  await page.find(part("prompt-pane", ".prompt-card"));
  await page.click(part("view-graph"));
  for (const id of ["checks[0]", "steps[0]", "conditions[0]"]) {
    await page.click(node(id));
    await page.click(part("graph-remove"));
    await page.gone(node(id));
  }
  assert.deepEqual(await cards(), ["row", "task"]);

  await page.click(part("graph-add-conditions"));
  await page.type(name, "label");
  await page.press(Key.Enter);
  await reads("conditions[0]", /^label/);
  await page.click(panel(".condition-scope button"));
  await page.click({ role: "option", name: /labels/ });
  await reads("conditions[0]", /positive, negative/);

  await page.click(part("graph-add-conditions"));
  await page.type(name, "topic");
  await page.press(Key.Enter);
  await page.type(part("add-value-topic", "input"), "rivers, tides, harbours");
  await page.press(Key.Enter);
  await reads("conditions[1]", /topic.*rivers, tides, harbours/s);
  await picture("graph-1-conditions");

  for (const [at, id, field, from, read] of [
    [0, "ask", "question", "conditions[1]", "topic"],
    [1, "reply", "answer", "steps[0]", "ask"],
    [2, "rate", "grade", "steps[1]", "reply"],
  ]) {
    await page.click(part("graph-add-steps"));
    await page.type(name, id);
    await page.press(Key.Enter);
    await reads(`steps[${at}]`, new RegExp(`^${id}`));
    await page.type(panel('.output-row input[type="text"]'), field);
    await page.press(Key.Enter);
    await reads(`steps[${at}]`, new RegExp(field));
    await page.click(part("graph-close"));
    await page.click(part("graph-fit"));
    await page.drawn(handle(from));
    await page.drag(handle(from), node(`steps[${at}]`));
    await page.find(panel());
    await edge(read, `steps[${at}]`);
  }
  // A card that can be read in several ways asks which is meant.
  await page.click(part("graph-close"));
  await page.click(part("graph-fit"));
  await page.drag(handle("conditions[0]"), node("steps[2]"));
  await page.click({ role: "menuitem", name: /^label Condition$|^labelCondition$/ });
  await edge("label", "steps[2]");

  await page.click(part("graph-add-checks"));
  await page.click({ role: "menuitem", name: /^No duplicate/ });
  await page.find(node("checks[0]"));
  await page.gone(part("problem-list"));
  await page.click(part("graph-close"));
  await page.click(part("graph-fit"));
  await picture("graph-2-by-mouse");
});

/** Wait until a card says that it reads one of another name. */
const edge = (name, to) =>
  waitUntil(`${to} to read ${name}`, async () => {
    const read = await page.run("(card) => card.getAttribute('aria-description')", await page.find(node(to)));
    return new RegExp(`\\b${name}\\b`).test(read ?? "");
  });

step("its preview makes rows", async () => {
  await page.click(part("preview-button"));
  await previewYieldsRows();
});

step("twenty steps and more are undone and done again", async () => {
  const built = await cards();
  await page.click(node("steps[0]"));
  await page.click(part("graph-duplicate"));
  await page.find(node("steps[3]"));
  await page.click(part("graph-remove"));
  await page.gone(node("steps[3]"));
  let undone = 0;
  while (!(await page.property(part("undo"), "disabled"))) {
    await page.press(Key.Control, "z");
    undone += 1;
    assert.ok(undone < 60, "undo comes to an end");
  }
  assert.ok(undone >= 20, `${undone} steps were undone`);
  await waitUntil("the first state", async () => (await cards()).join() === "checks[0],conditions[0],row,steps[0],task");
  await reads("steps[0]", /^write/);
  for (let redone = 0; redone < undone; redone++) await page.press(Key.Control, Key.Shift, "Z");
  await waitUntil("the last redo", () => page.property(part("redo"), "disabled"));
  await page.click(part("graph-fit"));
  await waitUntil("the last state", async () => (await cards()).join() === built.join());
  await reads("steps[2]", /^rategrade: text/);
  await page.gone(part("problem-list"));
  console.log(`${undone} steps undone and redone`);
});

step("a broken prompt is told at its card, and mended by undo", async () => {
  await page.click(node("steps[1]"));
  await page.click(panel(".cm-content"));
  await page.write(" {{ nowhere }}");
  await page.find(part("node-problem-steps[1]"));
  await reads("steps[1]", /nowhere/);
  await page.click(part("graph-close"));
  await page.click(part("problem-list", "button"));
  await waitUntil("the card of the problem to be open", async () => (await page.property(name, "value")) === "reply");
  await picture("graph-3-broken");
  await page.press(Key.Control, "z");
  await page.gone(part("problem-list"));
});

step("a source of ten thousand rows is imported", async () => {
  const file = join(app.home, "examples.jsonl");
  const lines = Array.from({ length: 10_000 }, (_, at) =>
    JSON.stringify({ question: `Dr. Anna Schmidt asks: how deep is harbour ${at}?`, answer: `It is ${at % 40} metres deep.` }),
  );
  await writeFile(file, `${lines.join("\n")}\n`);
  await page.click(part("graph-add-sources"));
  await choose("Choose a file of rows", file);
  await waitUntil("the file to be read", async () =>
    /10,000 rows/.test(await page.property(part("import-keep"), "textContent")),
  );
  await page.click(part("import-keep"));
  await waitUntil("the person in them to be found", async () =>
    /Replace 1/.test(await page.property(part("safe-replace"), "textContent")),
  );
  await picture("graph-4-personal");
  await page.click(part("safe-replace"));
  await page.gone(part("safe-dialog"));
  await waitUntil("the rows to be counted", async () => /10,000 rows/.test(await page.property(panel(), "textContent")));
  await reads("sources[0]", /examples\.jsonl.*question, answer/s);
  await page.click(part("graph-add-demonstrations"));
  await page.find(node("demonstrations[0]"));
  await page.click(part("graph-close"));
  await page.click(part("graph-fit"));
  await edge("source", "demonstrations[0]");
  await page.drag(handle("demonstrations[0]"), node("steps[1]"));
  await edge("shots", "steps[1]");
  await page.gone(part("problem-list"));
  await picture("graph-5-source");
});

step("the same is built by keyboard alone", async () => {
  await page.run("() => { window.addEventListener('pointerdown', () => { window.pointed = true; }, true); }");
  await page.press(Key.Alt, "1");
  await page.find(part("blank-recipe"));
  await tabTo(part("blank-recipe"));
  await page.press(Key.Enter);
  await page.find(part("page-recipe"));
  await page.find(part("section-task"));
  await page.press("g");
  await page.find(node("steps[0]"));
  await focused(".graph-canvas");
  await page.press(Key.Control, "a");
  await page.press(Key.Delete);
  await waitUntil("nothing to be left", async () => (await cards()).join() === "row,task");

  const add = async (right) => {
    await page.press("a");
    await focused(part("graph-add-sources"));
    for (let at = 0; at < right; at++) await page.press(Key.Right);
    await page.press(Key.Enter);
  };
  await add(1);
  await focused(name);
  await page.write("topic");
  await page.press(Key.Enter);
  await tabTo(part("add-value-topic", "input"));
  await page.write("rivers, tides, harbours");
  await page.press(Key.Enter);
  await reads("conditions[0]", /topic.*rivers, tides, harbours/s);
  await page.press(Key.Escape);
  await focused(".graph-canvas");

  for (const [at, id, field] of [
    [0, "ask", "topic"],
    [1, "reply", "text"],
    [2, "rate", "text_2"],
  ]) {
    await add(3);
    await focused(name);
    await page.write(id);
    await page.press(Key.Enter);
    await reads(`steps[${at}]`, new RegExp(`^${id}`));
    await tabTo(part("graph-insert"), Key.Shift);
    await page.press(Key.Enter);
    await page.find({ role: "menuitem", name: new RegExp(`^${field}`) });
    await page.write(field);
    await page.press(Key.Enter);
    await edge(["topic", "ask", "reply"][at], `steps[${at}]`);
    await page.press(Key.Escape);
    await focused(".graph-canvas");
  }

  await add(4);
  await page.find({ role: "menuitem", name: /^No duplicate/ });
  await page.write("No");
  await page.press(Key.Enter);
  await page.find(node("checks[0]"));
  await focused(panel("*"));
  await page.press(Key.Escape);

  // Along the layout, to the first step, and into its editor and back.
  await focused(".graph-canvas");
  const active = () => page.run("() => document.activeElement.getAttribute('aria-activedescendant')");
  await page.press(Key.Home);
  assert.equal(await active(), "graph-card-task");
  await page.press(Key.Down);
  assert.equal(await active(), "graph-card-conditions[0]");
  await page.press(Key.Right);
  assert.equal(await active(), "graph-card-steps[0]");
  await page.press(Key.Enter);
  await focused(name);
  assert.equal(await page.property(name, "value"), "ask");
  await page.press(Key.Escape);
  await focused(".graph-canvas");

  // A copy, which goes again.
  await page.press(Key.Control, "c");
  await page.press(Key.Control, "v");
  await page.find(node("steps[3]"));
  await page.press(Key.Delete);
  await page.gone(node("steps[3]"));
  await page.gone(part("problem-list"));
  await picture("graph-6-by-keyboard");
  await page.press(Key.Control, Key.Enter);
  await previewYieldsRows();
  assert.equal(await page.run("() => window.pointed ?? false"), false);
});

step("two hundred cards are panned", async () => {
  console.log(`renderer of these tests: ${await panned(app, picture)}`);
  // The renderer that the program chooses without a graphics card; pictures of the window hang with it.
  const quick = await openApp(process.env.SEEDBED_DESKTOP, [], {
    WEBKIT_DISABLE_DMABUF_RENDERER: "1",
    WEBKIT_DMABUF_RENDERER_FORCE_SHM: undefined,
  });
  try {
    await quick.window.drawn(part("blank-recipe"));
    console.log(`renderer of the program: ${await panned(quick, async () => {})}`);
  } finally {
    await quick.close();
  }
});

/** Opens a recipe of two hundred cards, pans it, and says how many frames were drawn. */
async function panned({ window: page, home }, picture) {
  const file = join(home, "large.recipe.toml");
  await writeFile(file, largeRecipe());
  await page.press(Key.Control, "o");
  await choose("Open a project or recipe file", file);
  await waitUntil("the recipe of many cards", async () =>
    (await page.property(".recipe-name input", "value")) === "Many cards",
  );
  await page.press("g");
  await page.find(node("conditions"));
  for (const kind of ["conditions", "steps", "checks"]) {
    await page.press("f");
    await page.click(node(kind));
    await page.find(`[data-testid="node-${kind}"][aria-expanded="true"]`);
  }
  const all = await waitUntil("the small picture of the whole", () =>
    page.run("() => document.querySelectorAll('.react-flow__minimap-node').length"),
  );
  assert.ok(all >= 200, `${all} cards`);
  await page.press("f");
  await picture("graph-7-many");
  const whole = await framesPerSecond(page);
  await page.press("f");
  for (let times = 0; times < 9; times++) await page.click({ role: "button", name: "Zoom in" });
  const readable = await framesPerSecond(page);
  await picture("graph-8-panned");
  return `panning ${all} cards: ${whole} as a whole, ${readable} at a size to read`;
}

async function framesPerSecond(page) {
  const box = await page.run(`() => {
    const { left, top, width, height } = document.querySelector('.graph-canvas').getBoundingClientRect();
    return { left, top, width, height };
  }`);
  const at = (x, y) => [box.left + box.width * x, box.top + box.height * y];
  await page.run(`() => {
    window.frames = [];
    const note = (time) => { window.frames.push(time); window.counting = requestAnimationFrame(note); };
    window.counting = requestAnimationFrame(note);
  }`);
  await page.dragAlong([at(0.9, 0.2), at(0.1, 0.6), at(0.9, 0.3), at(0.2, 0.2), at(0.8, 0.7)], 30);
  const times = await page.run("() => { cancelAnimationFrame(window.counting); return window.frames; }");
  const gaps = times.slice(1).map((time, index) => time - times[index]);
  const rate = (1000 * gaps.length) / (times.at(-1) - times[0]);
  const inView = (await page.all(".react-flow__node")).length;
  return `${rate.toFixed(1)} frames per second (${inView} in view, slowest ${Math.max(...gaps).toFixed(0)} ms)`;
}

/** A recipe of 200 cards: conditions, chains of steps, checks. */
function largeRecipe() {
  const text = (value) => JSON.stringify(value);
  const conditions = Array.from(
    { length: 60 },
    (_, at) => `[[conditions]]\nname = "c${at}"\nvalues = ["one", "two", "three"]\n`,
  );
  const steps = Array.from({ length: 100 }, (_, at) => {
    const earlier = at % 10 === 0 ? "" : `{{ f${at - 1} }} `;
    const prompt = `Write about ${earlier}{{ c${at % 60} }}.`;
    return `[[steps]]\nid = "s${at}"\nprompt = ${text(prompt)}\noutput = { f${at} = "string" }\n`;
  });
  const checks = Array.from({ length: 38 }, (_, at) => `[[checks]]\nkind = "duplicate"\nfield = "f${at}"\n`);
  return [
    'schema = 1\nname = "Many cards"\n',
    '[task]\nkind = "generation"\ngoal = "Write."\n',
    ...conditions,
    ...steps,
    "[schedule]\nrows = 10\n",
    ...checks,
  ].join("\n");
}
