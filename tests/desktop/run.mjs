// A run in the real window.

import { Key, part } from "./webdriver.mjs";

/** Opens a recipe of the gallery in a window that has just opened. */
export async function useRecipe(page, recipe) {
  await page.find(part(`use-recipe-${recipe}`));
  await page.click(part(`use-recipe-${recipe}`));
  await page.find(part("prompt-pane", ".prompt-card"));
}

/** Makes so many rows with the open recipe, from its page; `limit` is in milliseconds. */
export async function makeRows(page, rows, limit) {
  await page.click(part("run-button"));
  await page.type(part("run-rows", "input"), String(rows));
  await page.press(Key.Tab);
  await page.click(part("start-run"));
  await page.find('[data-testid="run-status"][data-status="completed"]', limit);
}
