import type { ReactNode } from "react";
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import "./Field.css";

export interface MenuProps {
  /** The button that opens it. */
  trigger: ReactNode;
  items: readonly { id: string; name: string; detail?: string; disabled?: boolean }[];
  onChoose: (id: string) => void;
  label: string;
}

export function Menu({ trigger, items, onChoose, label }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="popover listbox-popover" offset={4}>
        <AriaMenu className="listbox" aria-label={label} onAction={(key) => onChoose(String(key))}>
          {items.map((item) => (
            <MenuItem
              key={item.id}
              id={item.id}
              className="listbox-item"
              textValue={item.name}
              isDisabled={item.disabled}
            >
              <span>{item.name}</span>
              {item.detail ? <span className="muted small">{item.detail}</span> : null}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
