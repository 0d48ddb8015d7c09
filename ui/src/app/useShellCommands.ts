import { useMemo } from "react";
import { create } from "zustand";
import { type TextKey, t } from "@/locales/t";
import { changeSettings } from "@/state/app";
import { go } from "@/state/navigation";
import type { AppCommand } from "./commands";
import { pages } from "./pages";
import { openFile } from "./projects";
import { useOffer } from "./useOffer";

interface Sheets {
  open: "palette" | "shortcuts" | null;
}

export const useSheets = create<Sheets>(() => ({ open: null }));

export function useShellCommands(): void {
  const commands = useMemo<AppCommand[]>(
    () => [
      {
        id: "palette",
        name: t("shell.palette"),
        keys: "Ctrl+K",
        run: () => useSheets.setState({ open: "palette" }),
      },
      {
        id: "shortcuts",
        name: t("shell.shortcuts"),
        keys: "?",
        run: () => useSheets.setState({ open: "shortcuts" }),
      },
      { id: "open", name: t("shell.openFile"), keys: "Ctrl+O", run: () => void openFile() },
      ...pages.map((page, at) => ({
        id: `go-${page.id}`,
        name: t("shell.goTo", { page: t(`page.${page.id}.title` as TextKey) }),
        // The tenth page has the key after 9, which is 0.
        keys: `Alt+${(at + 1) % 10}`,
        run: () => go(page.id),
      })),
      { id: "light", name: t("shell.themeLight"), run: () => changeSettings({ theme: "light" }) },
      { id: "dark", name: t("shell.themeDark"), run: () => changeSettings({ theme: "dark" }) },
      { id: "system", name: t("shell.themeSystem"), run: () => changeSettings({ theme: "system" }) },
    ],
    [],
  );
  useOffer("shell", commands);
}
