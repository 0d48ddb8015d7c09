import { Pause, Play, Square } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/Button";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { showFailure } from "@/state/app";
import { canResume, isOpen } from "./headline";

/** Pause, resume and stop, as far as the run's state allows. */
export function RunActions({ summary, onChanged }: { summary: RunSummary; onChanged: () => void }) {
  const { run, status } = summary;
  const [busy, setBusy] = useState(false);
  const act = async (command: "run_pause" | "run_resume" | "run_cancel") => {
    setBusy(true);
    try {
      await call(command, { run });
      onChanged();
    } catch (thrown) {
      showFailure(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {status === "running" ? (
        <Button onPress={() => void act("run_pause")} isDisabled={busy} data-testid="run-pause">
          <Pause aria-hidden />
          {t("runs.pause")}
        </Button>
      ) : null}
      {canResume(status) ? (
        <Button
          look={status === "cancelled" ? "plain" : "primary"}
          onPress={() => void act("run_resume")}
          isDisabled={busy}
          data-testid="run-resume"
        >
          <Play aria-hidden />
          {t("runs.resume")}
        </Button>
      ) : null}
      {isOpen(status) ? (
        <Button onPress={() => void act("run_cancel")} isDisabled={busy} data-testid="run-cancel">
          <Square aria-hidden />
          {t("runs.cancel")}
        </Button>
      ) : null}
    </>
  );
}
