import { followApp, refreshApp, showFailure, useApp } from "@/state/app";
import { listen } from "@/state/events";
import { type Place, usePlace } from "@/state/navigation";
import { loadRecipe } from "@/state/recipe";
import { pages } from "./pages";

/** Listens to the program and goes back to where the user was. */
export async function start(): Promise<void> {
  followApp();
  try {
    await listen();
  } catch (thrown) {
    showFailure(thrown);
  }
  await refreshApp();
  const app = useApp.getState().app;
  if (!app?.project) return;
  const kept = app.settings.ui.place as Partial<Place> | undefined;
  const page = pages.find((candidate) => candidate.id === kept?.page)?.id ?? "recipe";
  usePlace.setState({ page, run: kept?.run ?? null });
  await loadRecipe();
}
