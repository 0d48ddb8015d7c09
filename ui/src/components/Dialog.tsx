import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { t } from "@/locales/t";
import { IconButton } from "./Button";
import "./Dialog.css";

export interface DialogProps {
  title: string;
  open: boolean;
  onClose: () => void;
  children: ReactNode;
  /** Buttons at the foot, the primary one last. */
  actions?: ReactNode;
  size?: "small" | "normal" | "wide";
  "data-testid"?: string;
}

/** For what cannot be a panel: confirming a loss, mapping an import. */
export function Dialog({ title, open, onClose, children, actions, size = "normal", ...props }: DialogProps) {
  return (
    <ModalOverlay
      className="dialog-overlay"
      isOpen={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      isDismissable
    >
      <Modal className={`dialog dialog-${size}`} {...props}>
        <AriaDialog className="dialog-body">
          <header className="row dialog-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <span className="spacer" />
            <IconButton label={t("common.close")} size="small" onPress={onClose}>
              <X aria-hidden />
            </IconButton>
          </header>
          <div className="dialog-content">{children}</div>
          {actions ? <footer className="row dialog-foot">{actions}</footer> : null}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
