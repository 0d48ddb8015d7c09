import { type KeyboardEvent, useState } from "react";
import { pressed } from "@/app/commands";
import { Button } from "@/components/Button";
import { Callout } from "@/components/Callout";
import { Dialog } from "@/components/Dialog";
import { Kbd } from "@/components/Kbd";
import { t } from "@/locales/t";
import { isModifier, type KeyedAction, keyedActions, keyFor, keyProblem, type OwnKeys } from "./keys";

interface KeysDialogProps {
  labels: readonly string[];
  open: boolean;
  onClose: () => void;
  value: OwnKeys;
  onChange: (keys: OwnKeys) => void;
}

/** Which key does what. */
export function KeysDialog({ labels, open, onClose, value, onChange }: KeysDialogProps) {
  /** The action whose key is about to be pressed. */
  const [asking, setAsking] = useState<KeyedAction | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const close = () => {
    setAsking(null);
    setProblem(null);
    onClose();
  };
  const take = (event: KeyboardEvent) => {
    if (asking === null || event.key === "Tab") return;
    // Before the button below it: Enter is a key like others here, and Escape ends the question, not the dialog.
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") return setAsking(null);
    if (isModifier(event.key)) return;
    const key = pressed(event.nativeEvent);
    const found = keyProblem(asking, key, value, labels);
    setProblem(found);
    if (found === null) {
      onChange({ ...value, [asking]: key });
      setAsking(null);
    }
  };
  return (
    <Dialog
      title={t("review.keys.title")}
      open={open}
      onClose={close}
      size="small"
      data-testid="review-keys-dialog"
      actions={
        <Button
          onPress={() => {
            setAsking(null);
            setProblem(null);
            onChange({});
          }}
          data-testid="review-keys-reset"
        >
          {t("review.keys.reset")}
        </Button>
      }
    >
      <div className="stack">
        <p className="muted small">{t("review.keys.intro")}</p>
        {problem ? (
          <Callout tone="warning" data-testid="review-keys-problem">
            {problem}
          </Callout>
        ) : null}
        <div className="review-keys" onKeyDownCapture={take}>
          {keyedActions(labels).map(({ action, name }) => (
            <div key={action} className="row" data-testid={`review-key-${action}`}>
              <span className="truncate">{name}</span>
              <span className="spacer" />
              <Kbd keys={keyFor(action, value) ?? ""} />
              <Button
                size="small"
                aria-label={
                  asking === action ? t("review.keys.press") : t("review.keys.changeName", { name })
                }
                onPress={() => {
                  setProblem(null);
                  setAsking(action);
                }}
                onBlur={() => setAsking((now) => (now === action ? null : now))}
                data-testid={`review-key-change-${action}`}
              >
                {t(asking === action ? "review.keys.press" : "review.keys.change")}
              </Button>
            </div>
          ))}
        </div>
      </div>
    </Dialog>
  );
}
