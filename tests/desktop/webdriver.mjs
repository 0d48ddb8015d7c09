// A WebDriver client for one window: https://www.w3.org/TR/webdriver2/.
// Every wait is for a condition, with a limit after which the test fails and says what it was waiting for.

import { writeFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";

import { findByRole } from "./roles.mjs";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const LIMIT_MS = 30_000;
const ANSWER_LIMIT_MS = 120_000;
const POLL_MS = 50;

/** Ask again and again until `condition` returns something true; that is the result. */
export async function waitUntil(what, condition, limit = LIMIT_MS) {
  const end = Date.now() + limit;
  let reason = "";
  do {
    try {
      const value = await condition();
      if (value) return value;
    } catch (error) {
      // An element may vanish between being found and being used; the next round finds its successor.
      reason = `: ${error.message}`;
    }
    await pause(POLL_MS);
  } while (Date.now() < end);
  throw new Error(`waited ${limit / 1000} s for ${what}${reason}`);
}

async function request(url, method, body) {
  const response = await fetch(url, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
    headers: { "content-type": "application/json" },
    signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
  });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

/** A window under a driver. Locators are CSS selectors, or `{ role, name }` with `name` a string or a regular expression. */
export class Window {
  #url;

  constructor(url) {
    this.#url = url;
  }

  /** Start an application under the driver at `driver`, such as `http://127.0.0.1:4444`. */
  static async open(driver, application, args = []) {
    await waitUntil("the driver to be ready", async () => (await request(`${driver}/status`, "GET")).ready);
    // Without a browserName: WebKitWebDriver matches only names that it knows.
    const options = { binary: application, args };
    const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": options } };
    const session = await request(`${driver}/session`, "POST", { capabilities });
    return new Window(`${driver}/session/${session.sessionId}`);
  }

  close() {
    return request(this.#url, "DELETE");
  }

  navigate(url) {
    return request(`${this.#url}/url`, "POST", { url });
  }

  /** Run a function in the page; arguments and result are JSON or elements. */
  run(script, ...args) {
    return request(`${this.#url}/execute/sync`, "POST", { script: `return (${script}).apply(null, arguments)`, args });
  }

  /** The elements that are there now. */
  all(locator) {
    if (typeof locator === "string") {
      return request(`${this.#url}/elements`, "POST", { using: "css selector", value: locator });
    }
    const { role, name = "" } = locator;
    const pattern = name instanceof RegExp ? name.source : undefined;
    return this.run(findByRole, role, pattern === undefined ? String(name) : "", pattern ?? "");
  }

  /** The one element, once it is there. */
  find(locator) {
    return waitUntil(describe(locator), async () => (await this.all(locator))[0]);
  }

  /** The one element, once a frame with it has been drawn: one that is in the page may not be on the screen yet. */
  async drawn(locator) {
    const element = await this.find(locator);
    const script = `
      const [element, done] = arguments;
      new IntersectionObserver(([seen], observer) => {
        if (!seen.isIntersecting) return;
        observer.disconnect();
        // The frame that this belongs to is drawn when the next one begins.
        requestAnimationFrame(() => requestAnimationFrame(() => done()));
      }).observe(element);`;
    await request(`${this.#url}/execute/async`, "POST", { script, args: [element] });
    return element;
  }

  /** Wait until nothing answers to the locator. */
  gone(locator, limit) {
    return waitUntil(`${describe(locator)} to go`, async () => (await this.all(locator)).length === 0, limit);
  }

  /** Click what the locator finds, once it is enabled and nothing covers it. */
  click(locator) {
    return waitUntil(`a click on ${describe(locator)}`, async () => {
      const [element] = await this.all(locator);
      if (!element || !(await request(`${this.#element(element)}/enabled`, "GET"))) return false;
      await request(`${this.#element(element)}/click`, "POST", {});
      return true;
    });
  }

  /** Type into a field, replacing what it holds. */
  type(locator, text) {
    return waitUntil(`typing into ${describe(locator)}`, async () => {
      const [element] = await this.all(locator);
      if (!element) return false;
      // Select and overwrite as a person does: WebDriver's "clear" also leaves the field, which counts as finishing.
      await request(`${this.#element(element)}/click`, "POST", {});
      await this.press(Key.Control, "a");
      await request(`${this.#element(element)}/value`, "POST", { text });
      // A field that is drawn again in between loses its selection; then the text is written once more.
      const value = await request(`${this.#element(element)}/property/value`, "GET");
      return typeof value !== "string" || value === text;
    });
  }

  /** Press keys wherever the focus is; `Key` names those without a character. */
  async press(...keys) {
    const actions = [
      ...keys.map((value) => ({ type: "keyDown", value })),
      ...keys.toReversed().map((value) => ({ type: "keyUp", value })),
    ];
    await request(`${this.#url}/actions`, "POST", { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  /** Type a text wherever the focus is, key by key. */
  async write(text) {
    const actions = [...text].flatMap((value) => [
      { type: "keyDown", value },
      { type: "keyUp", value },
    ]);
    await request(`${this.#url}/actions`, "POST", { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  /** Press the mouse's button on one element and let go of it on another, moving between them in so many steps. */
  async drag(from, to, steps = 8) {
    const middle = `(element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return [left + width / 2, top + height / 2];
    }`;
    const [start, end] = await Promise.all(
      [from, to].map(async (locator) => this.run(middle, await this.find(locator))),
    );
    await this.dragAlong([start, end], steps);
  }

  /** Move the mouse with its button pressed through points of the window, in so many steps from each to the next. */
  async dragAlong([first, ...points], steps) {
    const move = ([x, y]) => ({ type: "pointerMove", x: Math.round(x), y: Math.round(y), duration: 16 });
    const moves = points.flatMap(([x, y], at) => {
      const [fromX, fromY] = at === 0 ? first : points[at - 1];
      return Array.from({ length: steps }, (_, step) => {
        const share = (step + 1) / steps;
        return move([fromX + (x - fromX) * share, fromY + (y - fromY) * share]);
      });
    });
    const actions = [
      move(first),
      { type: "pointerDown", button: 0 },
      ...moves,
      { type: "pointerUp", button: 0 },
    ];
    const mouse = { type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions };
    await request(`${this.#url}/actions`, "POST", { actions: [mouse] });
  }

  async text(locator) {
    return request(`${this.#element(await this.find(locator))}/text`, "GET");
  }

  async property(locator, name) {
    return request(`${this.#element(await this.find(locator))}/property/${name}`, "GET");
  }

  /** Wait until the text of an element satisfies a pattern; returns the match. */
  textMatching(locator, pattern, limit) {
    return waitUntil(
      `${describe(locator)} to read ${pattern}`,
      async () => {
        const [element] = await this.all(locator);
        return element && (await request(`${this.#element(element)}/text`, "GET")).match(pattern);
      },
      limit,
    );
  }

  async screenshot(file) {
    // A picture is of the last frame drawn, which may lack what was changed just now.
    const drawn = Date.now();
    await this.run(
      "(drawn) => void requestAnimationFrame(() => requestAnimationFrame(() => { window.drawn = drawn; }))",
      drawn,
    );
    await waitUntil("the page to be drawn", () => this.run("(drawn) => window.drawn === drawn", drawn));
    await writeFile(file, Buffer.from(await request(`${this.#url}/screenshot`, "GET"), "base64"));
  }

  #element(element) {
    return `${this.#url}/element/${element[ELEMENT]}`;
  }
}

/** The locator of a part that the window marks for tests; `inside` is a selector below it. */
export function part(id, inside = "") {
  return `[data-testid="${id}"] ${inside}`.trim();
}

/** Key values of https://www.w3.org/TR/webdriver2/#keyboard-actions. */
export const Key = {
  Control: "\uE009",
  Shift: "\uE008",
  Alt: "\uE00A",
  Enter: "\uE007",
  Escape: "\uE00C",
  Tab: "\uE004",
  Delete: "\uE017",
  Backspace: "\uE003",
  Home: "\uE011",
  Left: "\uE012",
  Right: "\uE014",
  Down: "\uE015",
  Up: "\uE013",
};

function describe(locator) {
  return typeof locator === "string" ? locator : `${locator.role} ${locator.name ?? ""}`.trim();
}
