import { Pin } from "lucide-react";
import { Button, Menu, MenuItem, MenuTrigger, Popover, TooltipTrigger } from "react-aria-components";
import { Tip } from "@/components/Tip";
import type { DrawnCondition } from "@/generated/DrawnCondition";
import { percent } from "@/locales/format";
import { t } from "@/locales/t";
import { pin, unpin } from "./state";

/** Alternatives that a tooltip lists before it says how many more there are. */
const listed = 8;

export interface ConditionChipProps {
  /** The text in the prompt, which may be a part of the value, such as the lower end of a band. */
  text: string;
  drawn: DrawnCondition;
  pinned: boolean;
}

/** ‹name: value›: hovering shows the other values with their shares, a click pins one. */
export function ConditionChip({ text, drawn, pinned }: ConditionChipProps) {
  const { name, alternatives } = drawn;
  const more = alternatives.length - listed;
  return (
    <MenuTrigger>
      <TooltipTrigger delay={250}>
        <Button
          className="piece piece-condition condition-chip"
          aria-label={t("recipe.prompt.chip", { name, value: text })}
          data-pinned={pinned || undefined}
          data-testid={`chip-${name}`}
        >
          {pinned ? <Pin aria-hidden size={11} /> : null}
          <span className="chip-name">‹ {name}: </span>
          {text}
          <span className="chip-name"> ›</span>
        </Button>
        <Tip>
          <span className="chip-values">
            {alternatives.length === 0 ? t("recipe.prompt.notListed") : null}
            {alternatives.slice(0, listed).map(({ shown, share }) => (
              <span key={shown} className="row">
                <span className="truncate">{shown}</span>
                <span className="spacer" />
                {percent(share)}
              </span>
            ))}
            {more > 0 ? t("recipe.prompt.more", { count: more }) : null}
          </span>
        </Tip>
      </TooltipTrigger>
      <Popover className="popover listbox-popover" offset={4}>
        <Menu
          className="listbox"
          aria-label={t("recipe.prompt.pin", { name })}
          onAction={(key) => {
            const chosen = alternatives[Number(key)];
            if (key === "unpin") unpin(name);
            else pin(name, chosen ? chosen.value : drawn.value);
          }}
        >
          {pinned ? (
            <MenuItem id="unpin" className="listbox-item" textValue={t("recipe.prompt.unpin")}>
              {t("recipe.prompt.unpin")}
            </MenuItem>
          ) : null}
          {alternatives.length === 0 ? (
            <MenuItem id="keep" className="listbox-item" textValue={drawn.shown}>
              {t("recipe.prompt.keep", { value: drawn.shown })}
            </MenuItem>
          ) : null}
          {alternatives.map(({ shown, share }, at) => (
            <MenuItem key={shown} id={String(at)} className="listbox-item" textValue={shown}>
              <span className="row">
                {shown === drawn.shown ? <b>{shown}</b> : shown}
                <span className="spacer" />
                <span className="muted small">{percent(share)}</span>
              </span>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
