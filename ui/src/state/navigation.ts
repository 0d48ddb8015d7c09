import { create } from "zustand";
import type { PageId } from "@/app/pages";
import { remember } from "./app";

/** Where the user is. The run stays while pages switch, so that Runs, Data and Evaluate speak of the same one. */
export interface Place {
  page: PageId;
  run: number | null;
  /** Which part of the page; the first where null, as after a restart. */
  view: string | null;
}

export const usePlace = create<Place>(() => ({ page: "gallery", run: null, view: null }));

export function go(page: PageId, part: Partial<Omit<Place, "page">> = {}): void {
  usePlace.setState({ page, view: null, ...part });
  remember("place", usePlace.getState());
}

export function chooseRun(run: number | null): void {
  usePlace.setState({ run });
  remember("place", usePlace.getState());
}

export function chooseView(view: string): void {
  usePlace.setState({ view });
}
