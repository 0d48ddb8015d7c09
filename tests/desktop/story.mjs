// Tests whose steps follow on each other in one window, with pictures.

import { join } from "node:path";
import { test } from "node:test";

/** The folder that pictures are left in. */
export const screenshots = join(import.meta.dirname, "../../artifacts");

/**
 * `{ step, picture }` for the window that `page` gives: the steps after one that fails make no sense and are skipped, and
 * a picture shows where it failed. `limit` is the time of a step, in milliseconds.
 */
export function story(page, limit) {
  const picture = (name) => page().screenshot(join(screenshots, `${name}.png`));
  let failed = false;
  const step = (name, body) =>
    test(name, { timeout: limit }, async (context) => {
      if (failed) return context.skip("an earlier step failed");
      try {
        await body();
      } catch (error) {
        failed = true;
        if (page()) await picture("failed");
        throw error;
      }
    });
  return { step, picture };
}
