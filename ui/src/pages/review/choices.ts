import type { Judgment } from "@/generated/Judgment";
import type { RowRequest } from "@/generated/RowRequest";
import { t } from "@/locales/t";
import type { ActionMaker, ReviewAction } from "./action";
import { labelAction } from "./keys";
import { judgmentOf, type Pair } from "./pair/pair";
import { levelsOf } from "./rating/levels";
import { hueOf } from "./spans/hues";
import type { Spans } from "./spans/useSpans";
import type { Task } from "./task";
import type { Word } from "./word";

/** What choices are made of. */
export interface ChoiceMaterial {
  task: Task;
  row: RowRequest | null;
  /** Labels that a row can get. */
  labels: readonly string[];
  spans: Spans;
  keepTies: boolean;
  /** The row cannot be judged now. */
  disabled: boolean;
  say: (word: Word) => void;
}

/** Names of what the keys 1 to 9 say, in their order. */
export function choiceNames(task: Task, labels: readonly string[]): readonly string[] {
  switch (task.task) {
    case "judge":
      return labels;
    case "spans":
      return task.types;
    case "pair":
      return (["left", "right", "tie"] as const).map((side) => t(`review.pair.better.${side}`));
    case "rate":
      return levelsOf(task.scale).map(({ name }) => name);
  }
}

/** What the keys 1 to 9 say of the row on screen. */
export function choicesOf(action: ActionMaker, row: ChoiceMaterial): ReviewAction[] {
  const { task, labels, spans, disabled, say } = row;
  const names = choiceNames(task, labels);
  const choice = (place: number, run: () => void, also?: string) =>
    action(labelAction(place), names[place] ?? "", disabled, run, also);
  switch (task.task) {
    case "judge":
      return labels.map((label, place) => choice(place, () => say({ judgment: "label", label })));
    case "spans":
      return task.types.map((type, place) => ({
        ...choice(place, () => spans.mark(type)),
        disabled: disabled || (spans.selection === null && spans.chosen === null),
        hue: hueOf(place),
      }));
    case "pair":
      return preferences(task, row).map(({ judgment, also }, place) =>
        choice(place, () => judgment && say(judgment), also),
      );
    case "rate":
      return levelsOf(task.scale).map(({ level, meaning }, place) => ({
        ...choice(place, () => say({ judgment: "rate", rating: { scale: task.scale, level } })),
        detail: meaning,
      }));
  }
}

function preferences(
  pair: Pair,
  { row, keepTies }: ChoiceMaterial,
): { judgment: Judgment | null; also?: string }[] {
  const said = (preference: "left" | "right" | "tie") => row && judgmentOf(pair, row, preference, keepTies);
  return [
    { judgment: said("left"), also: "ArrowLeft" },
    { judgment: said("right"), also: "ArrowRight" },
    { judgment: said("tie") },
  ];
}

/** What accepting the row says; null where it says nothing that was looked at. */
export function acceptanceOf(task: Task, spans: Spans, blind: boolean): Judgment | null {
  switch (task.task) {
    case "judge":
      return blind ? null : { judgment: "accept" };
    case "spans":
      return spans.changed
        ? { judgment: "correct", values: { [task.field]: spans.spans } }
        : { judgment: "accept" };
    case "pair":
    case "rate":
      return null;
  }
}
