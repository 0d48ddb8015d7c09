import { Check, Clock, Eraser, type LucideIcon, Pencil, StickyNote, Undo2, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button, type ButtonProps } from "@/components/Button";
import { Kbd } from "@/components/Kbd";
import { t } from "@/locales/t";
import type { ReviewAction } from "./action";
import type { KeyedAction } from "./keys";

const icons: Partial<Record<KeyedAction, LucideIcon>> = {
  accept: Check,
  reject: X,
  putOff: Clock,
  edit: Pencil,
  note: StickyNote,
  undo: Undo2,
  unmark: Eraser,
};

interface DecisionsProps {
  /** What to do, where the buttons do not say it. */
  hint: ReactNode;
  /** What the choices are about. */
  label: string;
  choices: readonly ReviewAction[];
  /** The choice that the row has, where it may be seen. */
  given: string | null;
  verdicts: readonly ReviewAction[];
  aside: readonly ReviewAction[];
  /** Accepting does not do: one of the choices is needed. */
  mustChoose: boolean;
}

/** What can be said of the row, each with its key. */
export function Decisions({ hint, label, choices, given, verdicts, aside, mustChoose }: DecisionsProps) {
  const offered = mustChoose ? verdicts.filter(({ id }) => id !== "accept") : verdicts;
  return (
    <div className="review-decisions" role="group" aria-label={t("review.decisions")}>
      {hint ? <div className="muted small">{hint}</div> : null}
      {choices.length > 0 ? (
        <div className="row wrap review-labels" role="group" aria-label={label}>
          {choices.map((choice) => (
            <ActionButton
              key={choice.id}
              action={choice}
              look={choice.id === "unmark" ? "quiet" : mustChoose ? "primary" : "plain"}
            >
              {choice.name === given ? <Check aria-label={t("review.isModelLabel")} /> : null}
            </ActionButton>
          ))}
        </div>
      ) : null}
      <div className="row wrap">
        {offered.map((verdict) => (
          <ActionButton
            key={verdict.id}
            action={verdict}
            look={verdict.id === "accept" ? "primary" : "plain"}
          />
        ))}
        <div className="row wrap review-aside">
          {aside.map((one) => (
            <ActionButton key={one.id} action={one} look="quiet" />
          ))}
        </div>
      </div>
    </div>
  );
}

interface ActionButtonProps extends Pick<ButtonProps, "look"> {
  action: ReviewAction;
  children?: ReactNode;
}

/** A button with its key printed on it. */
export function ActionButton({ action, look, children }: ActionButtonProps) {
  const Icon = icons[action.id];
  return (
    <Button look={look} onPress={action.run} isDisabled={action.disabled} data-testid={`review-${action.id}`}>
      {Icon ? <Icon aria-hidden /> : null}
      {action.hue === undefined ? null : <span className="span-swatch" data-hue={action.hue} aria-hidden />}
      {action.name}
      {action.detail ? <span className="review-detail">{action.detail}</span> : null}
      {children}
      {action.keys ? <Kbd keys={action.keys} /> : null}
    </Button>
  );
}
