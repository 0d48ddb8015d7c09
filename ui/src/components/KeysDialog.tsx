import { type KeyboardEvent, useState } from "react";
import { pressed } from "@/app/commands";
import { t } from "@/locales/t";
import { Button } from "./Button";
import { Callout } from "./Callout";
import { Dialog } from "./Dialog";
import { Kbd } from "./Kbd";
import { isModifier } from "./keys";
import "./KeysDialog.css";

interface KeysDialogProps<Action extends string> {
  title: string;
  open: boolean;
  onClose: () => void;
  keyed: readonly { action: Action; name: string }[];
  /** The key of an action as printed. */
  keyOf: (action: Action) => string | undefined;
  /** Why an action cannot have a key. */
  problemOf: (action: Action, key: string) => string | null;
  onChange: (action: Action, key: string) => void;
  onReset: () => void;
  testid: string;
}

/** Which key does what. */
export function KeysDialog<Action extends string>(props: KeysDialogProps<Action>) {
  const { title, open, onClose, keyed, keyOf, problemOf, onChange, onReset, testid } = props;
  /** The action whose key is about to be pressed. */
  const [asking, setAsking] = useState<Action | null>(null);
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
    const found = problemOf(asking, key);
    setProblem(found);
    if (found === null) {
      onChange(asking, key);
      setAsking(null);
    }
  };
  return (
    <Dialog
      title={title}
      open={open}
      onClose={close}
      size="small"
      data-testid={`${testid}-keys-dialog`}
      actions={
        <Button
          onPress={() => {
            setAsking(null);
            setProblem(null);
            onReset();
          }}
          data-testid={`${testid}-keys-reset`}
        >
          {t("keys.reset")}
        </Button>
      }
    >
      <div className="stack">
        <p className="muted small">{t("keys.intro")}</p>
        {problem ? (
          <Callout tone="warning" data-testid={`${testid}-keys-problem`}>
            {problem}
          </Callout>
        ) : null}
        <div className="keys-list" onKeyDownCapture={take}>
          {keyed.map(({ action, name }) => (
            <div key={action} className="row" data-testid={`${testid}-key-${action}`}>
              <span className="truncate">{name}</span>
              <span className="spacer" />
              <Kbd keys={keyOf(action) ?? ""} />
              <Button
                size="small"
                aria-label={asking === action ? t("keys.press") : t("keys.changeName", { name })}
                onPress={() => {
                  setProblem(null);
                  setAsking(action);
                }}
                onBlur={() => setAsking((now) => (now === action ? null : now))}
                data-testid={`${testid}-key-change-${action}`}
              >
                {t(asking === action ? "keys.press" : "keys.change")}
              </Button>
            </div>
          ))}
        </div>
      </div>
    </Dialog>
  );
}
