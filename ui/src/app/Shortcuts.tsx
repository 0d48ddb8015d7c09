import { Fragment } from "react";
import { Dialog } from "@/components/Dialog";
import { Kbd } from "@/components/Kbd";
import { t } from "@/locales/t";
import { useCommands } from "./commands";
import { useSheets } from "./useShellCommands";

/** The keys of the shell and of the page on screen. */
export function Shortcuts() {
  const open = useSheets((sheets) => sheets.open === "shortcuts");
  const groups = useCommands((store) => store.groups);
  const commands = Object.values(groups)
    .reverse()
    .flat()
    .filter((command) => command.keys);
  return (
    <Dialog
      title={t("shell.shortcuts")}
      open={open}
      onClose={() => useSheets.setState({ open: null })}
      data-testid="shortcuts"
    >
      <dl className="shortcut-list">
        {commands.map((command) => (
          <Fragment key={command.id}>
            <dt>{command.name}</dt>
            <dd>
              <Kbd keys={command.keys ?? ""} />
            </dd>
          </Fragment>
        ))}
      </dl>
    </Dialog>
  );
}
