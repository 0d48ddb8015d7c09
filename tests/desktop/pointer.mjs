// The real pointer, which WebDriver leaves alone. Without a window manager the window under it has the keyboard.

import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Move the pointer below the window, so that the user attends to something else, or back into it. */
export const lookAway = () => execute("xdotool", ["mousemove", "640", "890"]);
export const lookBack = () => execute("xdotool", ["mousemove", "640", "450"]);
