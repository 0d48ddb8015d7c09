import { useEffect } from "react";
import { type AppCommand, offer, withdraw } from "./commands";

/** Offers a page's commands while it is on screen. */
export function useOffer(owner: string, commands: readonly AppCommand[]): void {
  useEffect(() => offer(owner, commands), [owner, commands]);
  useEffect(() => () => withdraw(owner), [owner]);
}
