// Listens to what a program asks of the desktop's services, whether or not there are any.

import { spawn } from "node:child_process";
import { once } from "node:events";

import { waitUntil } from "./webdriver.mjs";

/** Hears every call of an interface of the session bus: `{ heard, close }`. */
export async function listenTo(...interfaces) {
  const rules = interfaces.map((name) => `type='method_call',interface='${name}'`);
  const monitor = spawn("dbus-monitor", ["--session", ...rules], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  monitor.stdout.setEncoding("utf8").on("data", (part) => {
    text += part;
  });
  // The bus greets a listener with its name.
  await waitUntil("the session bus to answer", async () => text.includes("NameAcquired"));
  return {
    /** Wait until what was said satisfies a pattern; returns the match. */
    heard: (pattern) => waitUntil(`the session bus to carry ${pattern}`, async () => text.match(pattern)),
    close: async () => {
      monitor.kill();
      if (monitor.exitCode === null && monitor.signalCode === null) await once(monitor, "exit");
    },
  };
}
