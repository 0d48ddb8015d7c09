import { Component, type ReactNode } from "react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { t } from "@/locales/t";
import { wireError } from "@/platform";

/** Keeps a fault of one page from taking the window down. */
export class Boundary extends Component<{ children: ReactNode }, { failed: boolean; thrown: unknown }> {
  override state: { failed: boolean; thrown: unknown } = { failed: false, thrown: null };

  static getDerivedStateFromError(thrown: unknown) {
    return { failed: true, thrown };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="shell-failure">
        <ErrorCallout
          error={{
            code: "failed",
            message: t("shell.pageFailed"),
            detail: wireError(this.state.thrown).message,
          }}
          actions={
            <Button size="small" onPress={() => this.setState({ failed: false, thrown: null })}>
              {t("common.retry")}
            </Button>
          }
        />
      </div>
    );
  }
}
