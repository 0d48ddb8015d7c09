// The operating system's file dialog, which WebDriver does not reach: driven by keys, as a person would.

import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { waitUntil } from "./webdriver.mjs";

const run = promisify(execFile);
// `xdotool --sync` waits for ever for a window that has gone.
const execute = (program, args) => run(program, args, { timeout: 30_000 });

/** Wait for the dialog with this title, and give it the focus: there is no window manager on the test's screen. */
async function focus(title) {
  const dialog = await waitUntil(`the dialog "${title}"`, async () => {
    const { stdout } = await execute("xdotool", ["search", "--onlyvisible", "--name", `^${title}$`]);
    return stdout.trim().split("\n").at(-1);
  });
  await execute("xdotool", ["windowfocus", "--sync", dialog]);
}

/** Wait for a question with this title, and answer it by a key. */
export async function answer(title, key) {
  await focus(title);
  await execute("xdotool", ["key", "--clearmodifiers", key]);
}

/** Wait for the dialog with this title, enter a path and confirm. */
export async function saveAs(title, path) {
  await focus(title);
  await execute("xdotool", ["key", "--clearmodifiers", "ctrl+a"]);
  await execute("xdotool", ["type", "--delay", "5", path]);
  await execute("xdotool", ["key", "Return"]);
}

/** Wait for the dialog with this title that asks for a file to read, enter a path and confirm. */
export async function choose(title, path) {
  await waitUntil(`"${title}" to take ${path}`, async () => {
    await focus(title);
    // Until the folder has been listed the dialog takes no path, and stays; then it is asked again.
    await execute("xdotool", ["key", "--clearmodifiers", "ctrl+l"]);
    await execute("xdotool", ["key", "--clearmodifiers", "ctrl+a"]);
    await execute("xdotool", ["type", "--delay", "5", path]);
    await execute("xdotool", ["key", "Return"]);
    const open = async () => {
      const search = ["search", "--onlyvisible", "--name", `^${title}$`];
      return execute("xdotool", search).then(({ stdout }) => stdout.trim() !== "", () => false);
    };
    return waitUntil(`"${title}" to close`, async () => !(await open()), 2000).then(
      () => true,
      () => false,
    );
  });
}
