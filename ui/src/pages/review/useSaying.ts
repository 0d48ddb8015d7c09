import { useOffer } from "@/app/useOffer";
import { t } from "@/locales/t";
import { actionsWith, type ReviewAction } from "./action";
import { acceptanceOf, type ChoiceMaterial, choicesOf } from "./choices";
import type { OwnKeys } from "./keys";
import { spanActions } from "./spans/actions";

interface Material extends Omit<ChoiceMaterial, "disabled"> {
  singleKeys: boolean;
  keys: OwnKeys;
  blind: boolean;
  /** The row cannot be judged as it is not read, or something is being edited. */
  unread: boolean;
  /** Not even putting it off can be said. */
  still: boolean;
  /** A judgment is being taken back, or something edited. */
  busy: boolean;
  /** Opens the text for editing; null where there is none. */
  edit: (() => void) | null;
  writeNote: () => void;
  takeBack: () => void;
  focusRow: () => void;
}

/** What can be said of the row on screen and done with it. */
export interface Saying {
  /** What the keys 1 to 9 say. */
  choices: readonly ReviewAction[];
  verdicts: readonly ReviewAction[];
  aside: readonly ReviewAction[];
  undo: ReviewAction;
  /** How the selection is moved, where rows hold spans. */
  moves: readonly ReviewAction[];
  /** Accepting does not do: one of the choices is needed. */
  mustChoose: boolean;
}

/** What can be said of the row on screen, offered by key and by name. */
export function useSaying(material: Material): Saying {
  const { task, spans, blind, unread, still, busy, say, edit } = material;
  const action = actionsWith(material.singleKeys, material.keys);
  const acceptance = acceptanceOf(task, spans, blind);
  const accept = action(
    "accept",
    t("review.deed.accept"),
    unread || acceptance === null || (spans.changed && spans.overlapping !== null),
    () => acceptance && say(acceptance),
  );
  const reject = action("reject", t("review.deed.reject"), unread, () => say({ judgment: "reject" }));
  const putOff = action("putOff", t("review.deed.putOff"), still, () => say({ judgment: "put-off" }));
  const undo = {
    ...action("undo", t("review.deed.undo"), busy, spans.undo ?? material.takeBack),
    also: "Ctrl+Z",
  };
  // What cannot be said at all has no button.
  const judged = acceptance === null ? [reject, putOff] : [accept, reject, putOff];
  const verdicts = task.task === "rate" ? [putOff] : judged;
  const aside = [
    action("edit", t("review.deed.edit"), unread || edit === null, () => edit?.()),
    action("note", t("review.deed.note"), unread, material.writeNote),
    undo,
  ];
  const choices = choicesOf(action, { ...material, disabled: unread });
  const { moves, unmark } =
    task.task === "spans"
      ? spanActions(action, spans, unread, material.focusRow)
      : { moves: [], unmark: null };
  const withUnmark = unmark ? [unmark] : [];
  useOffer("review", [
    ...[...verdicts, ...aside].map((one) => ({ ...one, once: true })),
    ...choices.map((choice) => ({
      ...choice,
      name: t(`review.choice.${task.task}`, { choice: choice.name }),
      once: true,
    })),
    // Elsewhere arrows belong to what has the focus.
    ...[...moves, ...withUnmark].map((one) => ({ ...one, within: ".review-row" })),
  ]);
  return {
    choices: [...choices, ...withUnmark],
    verdicts,
    aside,
    undo,
    moves,
    mustChoose: acceptance === null,
  };
}
