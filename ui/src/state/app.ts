import { create } from "zustand";
import type { AppState } from "@/generated/AppState";
import type { ProjectInfo } from "@/generated/ProjectInfo";
import type { Settings } from "@/generated/Settings";
import type { WireError } from "@/generated/WireError";
import { call, wireError } from "@/platform";
import { onGap, onNotice } from "./events";

interface AppStore {
  /** What the program told last; null until it answered. */
  app: AppState | null;
  /** Why the last model could not be loaded. */
  modelFailure: string | null;
  /** What went wrong outside any page, until dismissed. */
  failure: WireError | null;
}

export const useApp = create<AppStore>(() => ({ app: null, modelFailure: null, failure: null }));

export async function refreshApp(): Promise<void> {
  try {
    useApp.setState({ app: await call("app_state") });
  } catch (thrown) {
    showFailure(thrown);
  }
}

/** Shows an error at the top of the window, for what has no place on a page. */
export function showFailure(thrown: unknown): void {
  useApp.setState({ failure: wireError(thrown) });
}

function change(part: Partial<AppState>): void {
  useApp.setState(({ app }) => ({ app: app && { ...app, ...part } }));
}

export function setProject(project: ProjectInfo | null): void {
  change({ project });
}

let pending: number | undefined;

/** Changes settings at once on the screen, and soon after in the program. */
export function changeSettings(part: Partial<Settings>): void {
  const app = useApp.getState().app;
  if (!app) return;
  change({ settings: { ...app.settings, ...part } });
  window.clearTimeout(pending);
  pending = window.setTimeout(() => void keepSettings(), 400);
}

async function keepSettings(): Promise<void> {
  const settings = useApp.getState().app?.settings;
  if (!settings) return;
  try {
    await call("settings_set", settings);
  } catch (thrown) {
    showFailure(thrown);
  }
}

/** A remembered part of the window's state, such as a panel's size, and how to change it. */
export function useRemembered<T>(name: string, fallback: T): [T, (value: T) => void] {
  const kept = useApp((store) => store.app?.settings.ui[name]) as T | undefined;
  return [kept ?? fallback, (value) => remember(name, value)];
}

export function remember(name: string, value: unknown): void {
  const ui = useApp.getState().app?.settings.ui ?? {};
  changeSettings({ ui: { ...ui, [name]: value } });
}

export function followApp(): void {
  onNotice("model", ({ model, failure }) => {
    change({ model });
    useApp.setState({ modelFailure: failure });
  });
  onNotice("run", ({ progress }) => {
    const { status } = progress.summary;
    change({ running: status === "running" || status === "paused" ? progress : null });
  });
  onNotice("download", ({ download }) => {
    const others = (useApp.getState().app?.downloads ?? []).filter(({ id }) => id !== download.id);
    const over = download.status === "done" || download.status === "discarded";
    change({ downloads: over ? others : [...others, download] });
  });
  onGap(() => void refreshApp());
}
