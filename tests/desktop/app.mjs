// Starts the desktop app under WebKitWebDriver with a home of its own, and stops both.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Window } from "./webdriver.mjs";

const END_LIMIT_MS = 10_000;

/**
 * An app with an empty home: `{ window, home, reopen, close }`. `application` is the path of its binary, `more` is put into
 * its environment. `reopen` closes the window and gives that of the app started again in the same home.
 */
export async function openApp(application, args = [], more = {}) {
  const home = await mkdtemp(join(tmpdir(), "seedbed-desktop-"));
  const environment = { ...(await privateEnvironment(home)), ...more };
  const port = await freePort();
  const driver = spawn("WebKitWebDriver", [`--port=${port}`, "--host=127.0.0.1"], {
    env: environment,
    stdio: "inherit",
    // The head of a process group, to which the app belongs as well.
    detached: true,
  });
  const ended = once(driver, "exit");
  const stop = async () => {
    driver.kill();
    // A driver that does not end when it is asked to would hold the whole suite.
    const limit = setTimeout(() => driver.kill("SIGKILL"), END_LIMIT_MS);
    await ended;
    clearTimeout(limit);
    try {
      // An app that outlives its driver would keep this test's output open, and the suite waiting for it.
      process.kill(-driver.pid, "SIGKILL");
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
    // The app's helper processes may still be writing their last files.
    await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  };
  const open = () => Window.open(`http://127.0.0.1:${port}`, application, args);
  try {
    let window = await open();
    const reopen = async () => {
      await window.close();
      window = await open();
      return window;
    };
    return { window, home, reopen, close: () => window.close().finally(stop) };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function privateEnvironment(home) {
  const folders = {
    HOME: home,
    XDG_CONFIG_HOME: join(home, "config"),
    XDG_DATA_HOME: join(home, "data"),
    XDG_CACHE_HOME: join(home, "cache"),
    XDG_DOCUMENTS_DIR: join(home, "documents"),
    XDG_RUNTIME_DIR: join(home, "runtime"),
  };
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true, mode: 0o700 });
  return {
    ...process.env,
    ...folders,
    // Tauri opens its window to automation only when asked to.
    TAURI_AUTOMATION: "true",
    TAURI_WEBVIEW_AUTOMATION: "true",
    // No accessibility bus is running, and looking for one takes seconds.
    NO_AT_BRIDGE: "1",
    // Screenshots hang with the other software renderer, WEBKIT_DISABLE_DMABUF_RENDERER.
    WEBKIT_DMABUF_RENDERER_FORCE_SHM: "1",
    GDK_BACKEND: "x11",
  };
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
