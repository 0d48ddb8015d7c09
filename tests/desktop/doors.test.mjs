// The doors that the window does not have (THREATS: navigation, sockets, commands): a page that turned hostile tries each way
// out to a server on this computer, and nothing arrives.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, readdir, readlink, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { openApp } from "./app.mjs";
import { part, waitUntil } from "./webdriver.mjs";

let app;
let page;
let canary;
const arrived = [];

before(async () => {
  canary = createServer((request, response) => {
    arrived.push(request.url);
    response.end();
  }).listen(0, "127.0.0.1");
  await once(canary, "listening");
  // What it hears when a way is open.
  await fetch(`http://127.0.0.1:${canary.address().port}/open`);
  assert.deepEqual(arrived.splice(0), ["/open"]);
  app = await openApp(process.env.SEEDBED_DESKTOP);
  page = app.window;
  await page.find(part("nav-gallery"));
});

after(async () => {
  canary?.close();
  await app?.close();
});

/** Ways out, each given the address of the canary. */
const ways = {
  "fetch": (url) => void fetch(url).catch(() => {}),
  "beacon": (url) => void navigator.sendBeacon(url, "secret"),
  "image": (url) => void (new Image().src = url),
  "web socket": (url) => {
    try {
      new WebSocket(url.replace("http", "ws"));
    } catch {}
  },
  "new window": (url) => void window.open(url),
  "iframe": (url) => {
    const frame = document.createElement("iframe");
    frame.src = url;
    document.body.append(frame);
  },
  "form": (url) => {
    const form = document.createElement("form");
    form.action = url;
    document.body.append(form);
    form.submit();
  },
  "link": (url) => {
    const link = document.createElement("a");
    link.href = url;
    document.body.append(link);
    link.click();
  },
  "meta refresh": (url) => {
    const meta = document.createElement("meta");
    meta.httpEquiv = "refresh";
    meta.content = `0; url=${url}`;
    document.head.append(meta);
  },
  "stylesheet": (url) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = url;
    document.head.append(link);
  },
  "script": (url) => {
    const script = document.createElement("script");
    script.src = url;
    document.head.append(script);
  },
  "location": (url) => void (window.location.href = url),
};

for (const [name, way] of Object.entries(ways)) {
  test(`nothing leaves by ${name}`, async () => {
    const { port } = canary.address();
    await page.run(way.toString(), `http://127.0.0.1:${port}/${encodeURIComponent(name)}?secret`);
    // A later answer of the program shows that the attempt has been dealt with, and that the page is still there.
    await page.run(`() => { document.body.dataset.alive = "yes"; return 1; }`);
    await waitUntil("the page to be there", () => page.run(`() => document.body.dataset.alive === "yes"`));
    assert.deepEqual(arrived, []);
  });
}

test("commands of the system are denied", async () => {
  for (const command of [
    "plugin:dialog|open",
    "plugin:dialog|save",
    "plugin:fs|read_file",
    "plugin:shell|execute",
    "plugin:webview|create_webview_window",
    "plugin:window|set_title",
    "plugin:event|listen",
    "plugin:app|version",
    "plugin:path|resolve_directory",
    "unheard_of",
  ]) {
    await page.run(
      `(command) => {
        window.doorAnswer = null;
        window.__TAURI_INTERNALS__.invoke(command, {}).then(
          () => { window.doorAnswer = "allowed"; },
          () => { window.doorAnswer = "denied"; },
        );
      }`,
      command,
    );
    const answer = await waitUntil(`an answer to ${command}`, () => page.run("() => window.doorAnswer"));
    assert.equal(answer, "denied", command);
  }
});

test("nothing is written where the user did not point a dialog", async () => {
  const file = join(app.home, "taken.svg");
  const commands = {
    picture_write: { path: file, picture: { format: "svg", data: "<svg></svg>" } },
    export_write: {
      path: file,
      options: {
        run: 1,
        format: "csv",
        preset: null,
        split: null,
        card: false,
        include_prompts: false,
        include_private: [],
      },
      replace: true,
    },
    report_write: { run: 1, beside: null, path: file, replace: true },
    review_assign: {
      run: 1,
      reviewers: ["Ana"],
      overlap: 0,
      raters: null,
      blind: false,
      seed: 1,
      folder: app.home,
      include_private: [],
    },
  };
  for (const [command, request] of Object.entries(commands)) {
    await page.run(
      `(request) => {
        window.doorAnswer = null;
        window.__TAURI_INTERNALS__.invoke("call", { request }).then(
          () => { window.doorAnswer = "allowed"; },
          (error) => { window.doorAnswer = error.message; },
        );
      }`,
      { command, request },
    );
    const answer = await waitUntil(`an answer to ${command}`, () => page.run("() => window.doorAnswer"));
    assert.match(answer, /was not chosen in a dialog/, command);
  }
  await assert.rejects(readFile(file), { code: "ENOENT" });
});

test("the program listens on no socket", async () => {
  // Started without a driver, which would lend it a socket of its own.
  const home = await mkdtemp(join(tmpdir(), "seedbed-sockets-"));
  const environment = { ...process.env, HOME: home, XDG_DATA_HOME: home, NO_AT_BRIDGE: "1", GDK_BACKEND: "x11" };
  const program = spawn(process.env.SEEDBED_DESKTOP, { env: environment, stdio: "ignore" });
  try {
    const pids = await waitUntil("the window's helper to run", async () => {
      const found = await processesOf(home);
      return found.some(({ name }) => name.startsWith("WebKitWebProces")) && found.map(({ pid }) => pid);
    });
    const sockets = new Set((await Promise.all(pids.map(socketsOf))).flat());
    assert.ok(sockets.size > 0, "the program talks to the display through a socket, so some are found");
    const lines = await Promise.all(["tcp", "tcp6"].map((table) => readFile(`/proc/net/${table}`, "utf8")));
    const listening = lines
      .flatMap((text) => text.trim().split("\n").slice(1))
      .map((line) => line.trim().split(/\s+/))
      .filter((columns) => columns[3] === LISTEN && sockets.has(columns[9]));
    assert.deepEqual(listening, []);
  } finally {
    program.kill();
    await once(program, "exit");
    await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
});

test("nothing has arrived in the end", () => assert.deepEqual(arrived, []));

/** State of a listening socket in the kernel's tables. */
const LISTEN = "0A";

/** Processes that were started with a home. */
async function processesOf(home) {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
      const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "");
      return environment.includes(`HOME=${home}\0`) ? { pid, name } : null;
    }),
  );
  return found.filter((process) => process !== null);
}

/** Numbers of the sockets that a process holds. */
async function socketsOf(pid) {
  const handles = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const targets = await Promise.all(handles.map((handle) => readlink(`/proc/${pid}/fd/${handle}`).catch(() => "")));
  return targets.map((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1]).filter((socket) => socket !== undefined);
}
