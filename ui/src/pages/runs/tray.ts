import { create } from "zustand";
import { go } from "@/state/navigation";
import { perProject } from "@/state/project";

interface Tray {
  /** The run whose failed rows are open; null while rows are shown as they come. */
  run: number | null;
  /** The check by which they are listed; null for all. */
  check: string | null;
}

const closed: Tray = { run: null, check: null };

/** The failed rows of a run, open or not. */
export const useTray = create<Tray>(() => closed);
perProject(useTray, closed);

export function closeTray(): void {
  useTray.setState(closed);
}

/** Shows the failed rows of a run, those of one check or all. */
export function openTray(run: number, check: string | null = null): void {
  useTray.setState({ run, check });
  go("runs", { run });
}
