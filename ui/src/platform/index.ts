import type { Event } from "@/generated/Event";
import type { CommandName, FileDrag, FileKind, Host, RequestOf, ResponseOf } from "./host";

export { wireError } from "./error";
export type { CommandName, FileDrag, FileKind, Host, RequestOf, ResponseOf } from "./host";

let host: Host | null = null;

/** Finds the program around the window. The fixture stands in for it in tests and in `vite --mode fixture`. */
export async function connect(): Promise<void> {
  host =
    import.meta.env.MODE === "fixture"
      ? (await import("./fixture")).fixture()
      : (await import("./tauri")).tauri;
}

/** Lets tests bring their own host. */
export function connectTo(other: Host): void {
  host = other;
}

function connected(): Host {
  if (!host) throw new Error("The window is not connected to the program yet.");
  return host;
}

type Arguments<Name extends CommandName> =
  RequestOf<Name> extends null ? [request?: null] : [request: RequestOf<Name>];

/** Carries out a command of the api; throws a `WireError`. */
export function call<Name extends CommandName>(
  name: Name,
  ...[request]: Arguments<Name>
): Promise<ResponseOf<Name>> {
  return connected().call(name, (request ?? null) as RequestOf<Name>);
}

export function subscribe(listener: (event: Event) => void): Promise<void> {
  return connected().subscribe(listener);
}

export function drops(listener: (drag: FileDrag) => void): Promise<void> {
  return connected().drops(listener);
}

export function pickOpen(title: string, kinds: FileKind[]): Promise<string | null> {
  return connected().pickOpen(title, kinds);
}

export function pickFolder(title: string): Promise<string | null> {
  return connected().pickFolder(title);
}

export function pickSave(title: string, suggested: string, kinds: FileKind[]): Promise<string | null> {
  return connected().pickSave(title, suggested, kinds);
}
