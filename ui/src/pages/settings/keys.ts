import { t } from "@/locales/t";

/** Keys of single pages and tables, which the shell does not know while another page is open. */
export function pageKeys(): { name: string; keys: string }[] {
  return [
    { name: t("settings.keys.rows"), keys: "↑ ↓" },
    { name: t("settings.keys.pages"), keys: "PageUp PageDown" },
    { name: t("settings.keys.closeRow"), keys: "Escape" },
    { name: t("settings.keys.saveField"), keys: "Ctrl+Enter" },
    { name: t("settings.keys.undo"), keys: "Ctrl+Z" },
    { name: t("settings.keys.redo"), keys: "Ctrl+Shift+Z" },
  ];
}
