import { create } from "zustand";
import type { CurationSide } from "@/generated/CurationSide";
import { perProject } from "@/state/project";
import { kindOf } from "./model/kinds";
import type { EditedStep } from "./model/pipeline";

export const panels = ["flow", "duplicates", "labels", "weights", "rows", "compare"] as const;
export type Panel = (typeof panels)[number];

interface CuratePlace {
  panel: Panel;
  /** Which pipeline is worked on. */
  side: CurationSide;
  /** The step that is open, by its key. */
  open: string | null;
  /** The step whose rows are listed, by its key. */
  listed: string | null;
}

const fresh: CuratePlace = { panel: "flow", side: "main", open: null, listed: null };

/** Where on the Curate page the user is; it stays while pages switch. */
export const useCuratePlace = create<CuratePlace>(() => fresh);
perProject(useCuratePlace, fresh);

export function goTo(part: Partial<CuratePlace>): void {
  useCuratePlace.setState(part);
}

/** The panel that shows the rows of a kind of step best. */
export function panelOf(kind: string): Panel {
  if (/duplicate/.test(kind)) return "duplicates";
  const group = kindOf(kind)?.group;
  return group === "labels" || group === "weights" ? group : "rows";
}

export function showRowsOf({ key, step }: EditedStep): void {
  goTo({ panel: panelOf(step.kind), listed: key });
}
