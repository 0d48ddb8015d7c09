import type { PersonalAddition } from "@/generated/PersonalAddition";
import type { PersonalDecision } from "@/generated/PersonalDecision";
import type { PersonalKind as Kind } from "@/generated/PersonalKind";
import type { PersonalProposal } from "@/generated/PersonalProposal";

/** Kinds in the order in which they are shown. */
export const kinds: readonly Kind[] = ["person", "date", "number", "email", "url", "place", "other"];

/** What the user ticked or cleared; a value that is not in it stands as proposed. */
export type Choices = Readonly<Record<string, boolean>>;

/** Whether a value is to be replaced: as the user says, else as was decided before, else where it is sure. */
export function isReplaced({ value, replaced, sure }: PersonalProposal, choices: Choices): boolean {
  return choices[value] ?? replaced ?? sure;
}

/** The decision on each value of the list. */
export function decisions(values: readonly PersonalProposal[], choices: Choices): PersonalDecision[] {
  return values.map((one) => ({ value: one.value, kind: one.kind, replace: isReplaced(one, choices) }));
}

/** Kinds that occur, each with its number of values. */
export function counted(values: readonly PersonalProposal[]): { kind: Kind; count: number }[] {
  return kinds
    .map((kind) => ({ kind, count: values.filter((one) => one.kind === kind).length }))
    .filter(({ count }) => count > 0);
}

/** The values added by hand and one more; the same text is added once. */
export function withAddition(
  added: readonly PersonalAddition[],
  { value, kind }: PersonalAddition,
): PersonalAddition[] {
  const text = value.trim().replace(/\s+/g, " ");
  return text === "" || added.some((one) => one.value === text)
    ? [...added]
    : [...added, { value: text, kind }];
}
