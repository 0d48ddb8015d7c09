import { useApp } from "@/state/app";
import { type Curation, startCuration } from "./curation";

const open = new Map<number, Curation>();

/** The curation of a run of the open project: it goes on while other pages are on screen. */
export function curationOf(run: number): Curation {
  const found = open.get(run) ?? startCuration(run);
  open.set(run, found);
  return found;
}

export function closeCurations(): void {
  for (const curation of open.values()) curation.close();
  open.clear();
}

useApp.subscribe(({ app: now }, { app: before }) => {
  if (before?.project && now?.project?.path !== before.project.path) closeCurations();
});
