// The operating system's file dialog, which WebDriver does not reach: driven by keys, as a person would.

import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { waitUntil } from "./webdriver.mjs";

const execute = promisify(execFile);

/** Wait for the dialog with this title, enter a path and confirm. */
export async function saveAs(title, path) {
  const dialog = await waitUntil(`the dialog "${title}"`, async () => {
    const { stdout } = await execute("xdotool", ["search", "--onlyvisible", "--name", `^${title}$`]);
    return stdout.trim().split("\n").at(-1);
  });
  // There is no window manager on the test's screen, so nobody else gives the dialog the focus.
  await execute("xdotool", ["windowfocus", "--sync", dialog]);
  await execute("xdotool", ["key", "--clearmodifiers", "ctrl+a"]);
  await execute("xdotool", ["type", "--delay", "5", path]);
  await execute("xdotool", ["key", "Return"]);
}
