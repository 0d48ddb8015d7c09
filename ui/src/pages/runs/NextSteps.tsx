import { ChartColumn, Download, Rows3 } from "lucide-react";
import { Button } from "@/components/Button";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";
import { go } from "@/state/navigation";

/** What one does with a run that ended. */
export function NextSteps({ summary }: { summary: RunSummary }) {
  if (summary.accepted === 0) return <p className="muted">{t("runs.next.nothing")}</p>;
  const { run } = summary;
  return (
    <section className="row wrap next-steps" aria-label={t("runs.next.label")} data-testid="run-next">
      <span className="muted">{t("runs.next.label")}</span>
      <Button size="small" onPress={() => go("data", { run })} data-testid="run-to-data">
        <Rows3 aria-hidden />
        {t("runs.next.data")}
      </Button>
      <Button size="small" onPress={() => go("evaluate", { run })} data-testid="run-to-evaluate">
        <ChartColumn aria-hidden />
        {t("runs.next.evaluate")}
      </Button>
      <Button size="small" onPress={() => go("export", { run })} data-testid="run-to-export">
        <Download aria-hidden />
        {t("runs.next.export")}
      </Button>
    </section>
  );
}
