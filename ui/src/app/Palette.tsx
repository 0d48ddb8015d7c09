import { useState } from "react";
import {
  Autocomplete,
  Dialog,
  Input,
  Menu,
  MenuItem,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from "react-aria-components";
import { Kbd } from "@/components/Kbd";
import { t } from "@/locales/t";
import { useCommands } from "./commands";
import { useSheets } from "./useShellCommands";

/** Every command by name. */
export function Palette() {
  const open = useSheets((sheets) => sheets.open === "palette");
  return (
    <ModalOverlay
      className="palette-overlay"
      isOpen={open}
      onOpenChange={(isOpen) => !isOpen && useSheets.setState({ open: null })}
      isDismissable
    >
      <Modal>
        <Dialog className="palette" aria-label={t("shell.palette")} data-testid="palette">
          <Choices />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Choices() {
  const groups = useCommands((store) => store.groups);
  const [text, setText] = useState("");
  const { contains } = useFilter({ sensitivity: "base" });
  const commands = Object.entries(groups)
    .reverse()
    .flatMap(([owner, offered]) => offered.map((command) => ({ ...command, key: `${owner}/${command.id}` })))
    .filter((command) => command.id !== "palette" && !command.disabled);
  return (
    <Autocomplete inputValue={text} onInputChange={setText} filter={contains}>
      <SearchField aria-label={t("shell.palettePlaceholder")} autoFocus>
        <Input className="palette-input" placeholder={t("shell.palettePlaceholder")} />
      </SearchField>
      <Menu
        className="palette-list"
        aria-label={t("shell.palette")}
        onAction={(key) => {
          useSheets.setState({ open: null });
          commands.find((command) => command.key === key)?.run();
        }}
        renderEmptyState={() => <p className="muted palette-item">{t("shell.paletteEmpty")}</p>}
      >
        {commands.map((command) => (
          <MenuItem key={command.key} id={command.key} textValue={command.name} className="palette-item">
            <span>{command.name}</span>
            {command.keys ? <Kbd keys={command.keys} /> : null}
          </MenuItem>
        ))}
      </Menu>
    </Autocomplete>
  );
}
