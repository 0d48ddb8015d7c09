import { useRef } from "react";
import { Menu as AriaMenu, MenuItem, Popover } from "react-aria-components";
import { t } from "@/locales/t";
import type { Offer } from "./insert";

/** Which of several fields a dragged line stands for, asked where it was dropped. */
export interface Question {
  step: number;
  offers: Offer[];
  x: number;
  y: number;
}

interface OfferMenuProps {
  question: Question | null;
  onChoose: (question: Question, offer: Offer) => void;
  onClose: () => void;
}

export function OfferMenu({ question, onChoose, onClose }: OfferMenuProps) {
  const anchor = useRef<HTMLDivElement>(null);
  return (
    <>
      <div
        ref={anchor}
        className="graph-anchor"
        style={{ left: question?.x ?? 0, top: question?.y ?? 0 }}
        aria-hidden
      />
      <Popover
        className="popover listbox-popover"
        triggerRef={anchor}
        isOpen={question !== null}
        onOpenChange={(open) => !open && onClose()}
        placement="bottom start"
      >
        <AriaMenu
          className="listbox"
          aria-label={t("recipe.graph.which")}
          autoFocus="first"
          onAction={(key) => {
            const offer = question?.offers.find(({ name }) => name === key);
            if (question && offer) onChoose(question, offer);
            onClose();
          }}
        >
          {(question?.offers ?? []).map(({ name, origin }) => (
            <MenuItem key={name} id={name} className="listbox-item" textValue={name}>
              <span className="mono">{name}</span>
              <span className="muted small">{t(`recipe.origin.${origin}`)}</span>
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </>
  );
}
