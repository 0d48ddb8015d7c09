import { Keyboard } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/Button";
import { Switch } from "@/components/Field";
import { KeysDialog } from "@/components/KeysDialog";
import { t } from "@/locales/t";
import { keyedActions, keyFor, keyProblem, type OwnKeys } from "./keys";

interface Held<T> {
  value: T;
  onChange: (value: T) => void;
}

interface ReviewSettingsProps {
  /** Names of what the keys 1 to 9 say. */
  choices: readonly string[];
  /** Rows hold spans. */
  withSpans: boolean;
  /** What else is set for the task. */
  children?: ReactNode;
  /** Whether the model's label is hidden; null where rows have none. */
  blind: Held<boolean> | null;
  singleKeys: Held<boolean>;
  keys: Held<OwnKeys>;
}

/** How the reviewer likes to work. */
export function ReviewSettings(props: ReviewSettingsProps) {
  const { choices, withSpans, children, blind, singleKeys, keys } = props;
  const [open, setOpen] = useState(false);
  return (
    <div className="row wrap review-settings">
      {children}
      {blind ? <Switch label={t("review.blind")} {...blind} data-testid="review-blind" /> : null}
      <Switch label={t("review.singleKeys")} {...singleKeys} data-testid="review-single-keys" />
      <Button size="small" onPress={() => setOpen(true)} data-testid="review-keys">
        <Keyboard aria-hidden />
        {t("keys.open")}
      </Button>
      <KeysDialog
        title={t("review.keys.title")}
        open={open}
        onClose={() => setOpen(false)}
        keyed={keyedActions(choices, withSpans)}
        keyOf={(action) => keyFor(action, keys.value)}
        problemOf={(action, key) => keyProblem(action, key, keys.value, choices)}
        onChange={(action, key) => keys.onChange({ ...keys.value, [action]: key })}
        onReset={() => keys.onChange({})}
        testid="review"
      />
    </div>
  );
}
