import type { WireError } from "@/generated/WireError";

/** Whatever was thrown, as the error that pages show. */
export function wireError(thrown: unknown): WireError {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown) {
    return thrown as WireError;
  }
  return { code: "failed", message: thrown instanceof Error ? thrown.message : String(thrown), detail: null };
}
