import { t } from "@/locales/t";

/** Keys that the window needs for itself. */
const reserved: ReadonlySet<string> = new Set(["?", "Tab", "Shift+Tab", "Escape", "Space", "Unidentified"]);

/**
 * Why a single key cannot be chosen, as a sentence; null where it can. `needed` are keys that the page needs besides
 * the window, `holder` names what has the key already.
 */
export function keyProblem(key: string, needed: readonly string[], holder: string | null): string | null {
  if (/^(Ctrl|Alt)\+/.test(key) || /^F\d+$/.test(key)) return t("keys.single");
  if (reserved.has(key) || needed.includes(key)) return t("keys.reserved", { key });
  return holder === null ? null : t("keys.taken", { key, name: holder });
}

/** Whether a key only goes with others. */
export function isModifier(key: string): boolean {
  return /^(Shift|Control|Alt|Meta|AltGraph|CapsLock|Dead|Process)$/.test(key);
}
