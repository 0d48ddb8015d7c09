import { create } from "zustand";

/** Something the user can do by name in the palette, and perhaps by key. */
export interface AppCommand {
  id: string;
  name: string;
  /** As printed: 'Ctrl+Enter', 'G'. Single keys are not taken while a text field has the focus. */
  keys?: string;
  /** Other keys that do the same. */
  also?: string;
  /** A key that is held down counts once. */
  once?: boolean;
  run: () => void;
  disabled?: boolean;
  /** Where the focus must be for the keys to count, as a selector; anywhere by default. */
  within?: string;
}

interface CommandStore {
  /** By owner: the shell, and the page on screen. */
  groups: Record<string, readonly AppCommand[]>;
}

export const useCommands = create<CommandStore>(() => ({ groups: {} }));

/** Offers commands under an owner's name until `withdraw`. */
export function offer(owner: string, commands: readonly AppCommand[]): void {
  useCommands.setState(({ groups }) => ({ groups: { ...groups, [owner]: commands } }));
}

export function withdraw(owner: string): void {
  useCommands.setState(({ groups }) => {
    const { [owner]: _gone, ...rest } = groups;
    return { groups: rest };
  });
}

/** The keys of an event as commands write them. */
export function pressed(event: KeyboardEvent): string {
  const key = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const shift = event.shiftKey && (key.length > 1 || /[A-Z]/.test(key));
  return [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.altKey ? "Alt" : "", shift ? "Shift" : "", key]
    .filter(Boolean)
    .join("+");
}

/** Single keys belong to text fields, and to lists in which typing goes to an item. */
function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !/^(checkbox|radio|button|range)$/.test(target.type);
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      /^(TEXTAREA|SELECT)$/.test(target.tagName) ||
      target.closest('[role="listbox"], [role="menu"]') !== null)
  );
}

/** Enter and Space press what has the focus, if it can be pressed. */
function isPress(target: EventTarget | null, keys: string): boolean {
  return (
    /^(Enter|Space)$/.test(keys) && target instanceof Element && target.closest("button, a, summary") !== null
  );
}

function isWithin(target: EventTarget | null, place: string | undefined): boolean {
  return place === undefined || (target instanceof Element && target.closest(place) !== null);
}

/** Text that counts only once it is finished is undone by the field that holds it. */
function undoesItself(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[data-own-undo], [role="dialog"]') !== null;
}

/** Carries out the command of a key, if there is one. */
export function takeKey(event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  const keys = pressed(event);
  const single = !keys.startsWith("Ctrl+") && !keys.startsWith("Alt+") && !/^F\d+$/.test(keys);
  if (/^Ctrl\+(Shift\+)?Z$/.test(keys) && undoesItself(event.target)) return;
  if (isPress(event.target, keys)) return;
  if (single && (isTyping(event.target) || document.querySelector('[role="dialog"]'))) return;
  for (const commands of Object.values(useCommands.getState().groups).reverse()) {
    const found = commands.find(
      (command) =>
        (command.keys === keys || command.also === keys) &&
        !command.disabled &&
        isWithin(event.target, command.within),
    );
    if (found) {
      event.preventDefault();
      if (!(found.once && event.repeat)) found.run();
      return;
    }
  }
}
