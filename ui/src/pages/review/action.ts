import { type KeyedAction, keyFor, type OwnKeys } from "./keys";

/** Something that can be done with the row on screen, by button, by key and by name. */
export interface ReviewAction {
  id: KeyedAction;
  name: string;
  run: () => void;
  disabled: boolean;
  /** The key as printed, where keys are on and it has one. */
  keys: string | undefined;
  /** Another key that does the same, where keys are on. */
  also?: string | undefined;
  /** What it means, where its name does not say. */
  detail?: string | null;
  /** Place of the colour that stands for it. */
  hue?: number;
}

/** Makes an action of the page out of what it does. */
export type ActionMaker = (
  id: KeyedAction,
  name: string,
  disabled: boolean,
  run: () => void,
  also?: string,
) => ReviewAction;

export function actionsWith(singleKeys: boolean, own: OwnKeys): ActionMaker {
  return (id, name, disabled, run, also) => ({
    id,
    name,
    disabled,
    run,
    keys: singleKeys ? keyFor(id, own) : undefined,
    also: singleKeys ? also : undefined,
  });
}
