import { Check, Clock, Pencil, StickyNote, Undo2, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button, type ButtonProps } from "@/components/Button";
import { Kbd } from "@/components/Kbd";
import { t } from "@/locales/t";
import type { ReviewAction } from "./Judging";
import type { Deed } from "./keys";

interface DecisionsProps {
  deeds: Readonly<Record<Deed, ReviewAction>>;
  labels: readonly ReviewAction[];
  /** The label that the row has, where it may be seen. */
  given: string | null;
  blind: boolean;
}

/** What can be said of the row, each with its key. */
export function Decisions({ deeds, labels, given, blind }: DecisionsProps) {
  return (
    <div className="review-decisions" role="group" aria-label={t("review.decisions")}>
      {blind ? <p className="muted small">{t("review.chooseLabel")}</p> : null}
      {labels.length > 0 ? (
        <div className="row wrap review-labels" role="group" aria-label={t("review.labels")}>
          {labels.map((label) => (
            <ActionButton key={label.id} action={label} look={blind ? "primary" : "plain"}>
              {label.name}
              {label.name === given ? <Check aria-label={t("review.isModelLabel")} /> : null}
            </ActionButton>
          ))}
        </div>
      ) : null}
      <div className="row wrap">
        {blind ? null : (
          <ActionButton action={deeds.accept} look="primary">
            <Check aria-hidden />
            {deeds.accept.name}
          </ActionButton>
        )}
        <ActionButton action={deeds.reject}>
          <X aria-hidden />
          {deeds.reject.name}
        </ActionButton>
        <ActionButton action={deeds.putOff}>
          <Clock aria-hidden />
          {deeds.putOff.name}
        </ActionButton>
        <div className="row wrap review-aside">
          <ActionButton action={deeds.edit} look="quiet">
            <Pencil aria-hidden />
            {deeds.edit.name}
          </ActionButton>
          <ActionButton action={deeds.note} look="quiet">
            <StickyNote aria-hidden />
            {deeds.note.name}
          </ActionButton>
          <ActionButton action={deeds.undo} look="quiet">
            <Undo2 aria-hidden />
            {deeds.undo.name}
          </ActionButton>
        </div>
      </div>
    </div>
  );
}

interface ActionButtonProps extends Pick<ButtonProps, "look"> {
  action: ReviewAction;
  children: ReactNode;
}

/** A button with its key printed on it. */
export function ActionButton({ action, look, children }: ActionButtonProps) {
  return (
    <Button look={look} onPress={action.run} isDisabled={action.disabled} data-testid={`review-${action.id}`}>
      {children}
      {action.keys ? <Kbd keys={action.keys} /> : null}
    </Button>
  );
}
