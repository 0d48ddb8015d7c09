import type { Commands } from "@/generated/commands";
import type { Event } from "@/generated/Event";

export type CommandName = keyof Commands;
export type RequestOf<Name extends CommandName> = Commands[Name]["request"];
export type ResponseOf<Name extends CommandName> = Commands[Name]["response"];

/** Kinds of files in a file dialog. */
export interface FileKind {
  name: string;
  /** Without a dot. */
  extensions: string[];
}

/** Files dragged from elsewhere over the window. */
export type FileDrag = { kind: "over" } | { kind: "left" } | { kind: "dropped"; paths: string[] };

/** What the window asks of the program around it. */
export interface Host {
  /** Carries out a command; throws a `WireError`. */
  call<Name extends CommandName>(name: Name, request: RequestOf<Name>): Promise<ResponseOf<Name>>;
  /** Everything that happens from now on. */
  subscribe(listener: (event: Event) => void): Promise<void>;
  /** Files that are dragged over the window or dropped on it, from now on. */
  drops(listener: (drag: FileDrag) => void): Promise<void>;
  /** Asks the user for a file to read; null when they change their mind. */
  pickOpen(title: string, kinds: FileKind[]): Promise<string | null>;
  /** Asks the user for a folder; null when they change their mind. */
  pickFolder(title: string): Promise<string | null>;
  /** Asks the user where to write; null when they change their mind. */
  pickSave(title: string, suggested: string, kinds: FileKind[]): Promise<string | null>;
}
