import { type TextKey, t } from "@/locales/t";
import type { ActionMaker, ReviewAction } from "../action";
import type { SpanDeed } from "../keys";
import type { Spans } from "./useSpans";

/** What can be done to the spans on screen beside choosing their type: moving the selection, and taking a span away. */
export function spanActions(
  action: ActionMaker,
  spans: Spans,
  disabled: boolean,
  focusRow: () => void,
): { moves: readonly ReviewAction[]; unmark: ReviewAction } {
  const deed = (id: SpanDeed, off: boolean, run: () => void) =>
    action(id, t(`review.deed.${id}` as TextKey), disabled || off, run);
  return {
    moves: [
      deed("wordBack", false, () => spans.move(-1, false)),
      deed("wordOn", false, () => spans.move(1, false)),
      deed("growBack", false, () => spans.move(-1, true)),
      deed("growOn", false, () => spans.move(1, true)),
    ],
    unmark: deed("unmark", spans.chosen === null, () => {
      spans.remove();
      // What had the focus is gone.
      focusRow();
    }),
  };
}
