import { keyProblem as singleKeyProblem } from "@/components/keys";
import { type TextKey, t } from "@/locales/t";

export const deeds = ["accept", "reject", "edit", "putOff", "undo", "note"] as const;
export type Deed = (typeof deeds)[number];

/** What is done to spans, beside choosing their type. */
export const spanDeeds = ["wordBack", "wordOn", "growBack", "growOn", "unmark"] as const;
export type SpanDeed = (typeof spanDeeds)[number];

/** Labels that have a key: as many as there are digits. */
export const keyedLabels = 9;

/** Something that has a key: a deed, or what is chosen by its place, from 0: a label, a type of spans, a level. */
export type KeyedAction = Deed | SpanDeed | `label-${number}`;

/** Keys that differ from those delivered. */
export type OwnKeys = Readonly<Partial<Record<KeyedAction, string>>>;

const delivered: Readonly<Record<Deed | SpanDeed, string>> = {
  accept: "Enter",
  reject: "Backspace",
  edit: "E",
  putOff: "S",
  undo: "U",
  note: "N",
  wordBack: "ArrowLeft",
  wordOn: "ArrowRight",
  growBack: "Shift+ArrowLeft",
  growOn: "Shift+ArrowRight",
  unmark: "Delete",
};

export function labelAction(place: number): KeyedAction {
  return `label-${place}`;
}

/** The key of an action as printed; none for labels beyond the ninth. */
export function keyFor(action: KeyedAction, own: OwnKeys): string | undefined {
  const chosen = own[action];
  if (chosen !== undefined) return chosen;
  if (!action.startsWith("label-")) return delivered[action as Deed | SpanDeed];
  const place = Number(action.slice("label-".length));
  return place < keyedLabels ? String(place + 1) : undefined;
}

/** Every action that has a key, with its name: the deeds, those of spans where rows have some, then the choices. */
export function keyedActions(
  labels: readonly string[],
  withSpans: boolean,
): { action: KeyedAction; name: string }[] {
  const named = [...deeds, ...(withSpans ? spanDeeds : [])];
  return [
    ...named.map((action) => ({ action, name: t(`review.deed.${action}` as TextKey) })),
    ...Array.from({ length: keyedLabels }, (_, place) => ({
      action: labelAction(place),
      name: labels[place] ?? t("review.keys.label", { place: place + 1 }),
    })),
  ];
}

/** Keys that scroll the row. */
const scrolling = ["ArrowUp", "ArrowDown"];

/** Why an action cannot have a key, as a sentence; null where it can. */
export function keyProblem(
  action: KeyedAction,
  key: string,
  own: OwnKeys,
  labels: readonly string[],
): string | null {
  const holder = keyedActions(labels, true).find(
    (other) => other.action !== action && keyFor(other.action, own) === key,
  );
  return singleKeyProblem(key, scrolling, holder?.name ?? null);
}
