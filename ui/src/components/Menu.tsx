import type { ReactNode } from "react";
import { Menu as AriaMenu, Header, MenuItem, MenuSection, MenuTrigger, Popover } from "react-aria-components";
import "./Field.css";

export interface Item {
  id: string;
  name: string;
  detail?: string;
  disabled?: boolean;
}

export interface MenuProps {
  /** The button that opens it. */
  trigger: ReactNode;
  /** What can be chosen, perhaps under headings. */
  items: readonly (Item | { heading: string; items: readonly Item[] })[];
  onChoose: (id: string) => void;
  label: string;
}

export function Menu({ trigger, items, onChoose, label }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="popover listbox-popover" offset={4}>
        <AriaMenu className="listbox" aria-label={label} onAction={(key) => onChoose(String(key))}>
          {items.map((item) =>
            "heading" in item ? (
              <MenuSection key={item.heading}>
                <Header className="listbox-heading">{item.heading}</Header>
                {item.items.map(show)}
              </MenuSection>
            ) : (
              show(item)
            ),
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

function show(item: Item) {
  return (
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
  );
}
