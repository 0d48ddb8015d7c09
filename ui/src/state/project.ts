import type { StoreApi } from "zustand";
import { useApp } from "./app";

/** Puts a store back to `fresh` when another project is opened: what it holds speaks of one project only. */
export function perProject<T>(store: StoreApi<T>, fresh: T): void {
  useApp.subscribe(({ app: now }, { app: before }) => {
    if (before?.project && now?.project?.path !== before.project.path) store.setState(fresh, true);
  });
}
