import { keyProblem as singleKeyProblem } from "@/components/keys";
import type { PairOutcome } from "@/generated/PairOutcome";
import { t } from "@/locales/t";

export type ArenaDeed = PairOutcome | "undo";
export const arenaDeeds: readonly ArenaDeed[] = ["left", "tie", "right", "undo"];

/** Keys that differ from those delivered. */
export type ArenaKeys = Readonly<Partial<Record<ArenaDeed, string>>>;

const delivered: Readonly<Record<ArenaDeed, string>> = {
  left: "ArrowLeft",
  right: "ArrowRight",
  tie: "ArrowDown",
  undo: "U",
};

export function keyFor(deed: ArenaDeed, own: ArenaKeys): string {
  return own[deed] ?? delivered[deed];
}

export function keyed(): { action: ArenaDeed; name: string }[] {
  return arenaDeeds.map((action) => ({ action, name: t(`evaluate.arena.deed.${action}`) }));
}

/** Why a deed cannot have a key, as a sentence; null where it can. */
export function keyProblem(deed: ArenaDeed, key: string, own: ArenaKeys): string | null {
  const holder = keyed().find(({ action }) => action !== deed && keyFor(action, own) === key);
  return singleKeyProblem(key, [], holder?.name ?? null);
}
