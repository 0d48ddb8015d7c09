import { FileText } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/Button";
import { t } from "@/locales/t";
import { call, pickSave } from "@/platform";
import { useApp } from "@/state/app";
import { type Action, useAction } from "@/state/call";
import { suggestedName } from "../suggestedName";

export interface SaveReport {
  /** Asks where to, and writes. */
  choose: Action<[]>;
  /** Writes over the file that was there. */
  replace: Action<[]>;
  /** Where the last report went. */
  saved: string | null;
}

/** A report of a run's figures in one file. */
export function useSaveReport(run: number, beside: number | null): SaveReport {
  const project = useApp((store) => store.app?.project?.name ?? "");
  const [chosen, setChosen] = useState("");
  const [saved, setSaved] = useState<string | null>(null);
  const write = async (path: string, replace: boolean) => {
    setSaved(null);
    setChosen(path);
    await call("report_write", { run, beside, path, replace });
    setSaved(path);
  };
  return {
    choose: useAction(async () => {
      const kinds = [{ name: t("evaluate.report.kind"), extensions: ["html"] }];
      const name = suggestedName(project, run, "html", t("evaluate.report.part"));
      const path = await pickSave(t("evaluate.report.where"), name, kinds);
      if (path !== null) await write(path, false);
    }),
    replace: useAction(() => write(chosen, true)),
    saved,
  };
}

export function ReportButton({ report }: { report: SaveReport }) {
  const busy = report.choose.busy || report.replace.busy;
  return (
    <Button
      size="small"
      onPress={() => {
        report.replace.clear();
        report.choose.run();
      }}
      isDisabled={busy}
      data-testid="report-save"
    >
      <FileText aria-hidden />
      {t(busy ? "evaluate.report.saving" : "evaluate.report.save")}
    </Button>
  );
}
