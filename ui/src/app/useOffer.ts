import { useLayoutEffect } from "react";
import { type AppCommand, offer, withdraw } from "./commands";

/** Offers a page's commands while it is on screen. */
export function useOffer(owner: string, commands: readonly AppCommand[]): void {
  // Before the window is drawn: what it shows can be pressed.
  useLayoutEffect(() => offer(owner, commands), [owner, commands]);
  useLayoutEffect(() => () => withdraw(owner), [owner]);
}
