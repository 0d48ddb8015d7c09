import { useSyncExternalStore } from "react";

/** Below this width pages need the room that the sidebar's words take. */
const narrow = globalThis.matchMedia?.("(max-width: 1099px)");

function follow(changed: () => void): () => void {
  narrow?.addEventListener("change", changed);
  return () => narrow?.removeEventListener("change", changed);
}

/** Whether the window is narrow. */
export function useNarrow(): boolean {
  return useSyncExternalStore(follow, () => narrow?.matches ?? false);
}
