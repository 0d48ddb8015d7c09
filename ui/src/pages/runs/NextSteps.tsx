import { ChartColumn, Download, ListChecks, ListFilter, Rows3 } from "lucide-react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { useAction } from "@/state/call";
import { go } from "@/state/navigation";
import { openRows } from "../data/query";

/** Rows that a first look asks for: few enough to read, many enough to meet what goes wrong in one row of ten. */
const reviewed = 30;

/** What one does with a run that ended. */
export function NextSteps({ summary }: { summary: RunSummary }) {
  const { run, accepted } = summary;
  const review = useAction(async () => {
    const rows = await call("rows_sample", { run, size: reviewed });
    openRows(run, { filters: [{ column: "_row", op: "one-of", value: rows }] });
  });
  if (accepted === 0) return <p className="muted">{t("runs.next.nothing")}</p>;
  return (
    <section className="row wrap next-steps" aria-label={t("runs.next.label")} data-testid="run-next">
      <span className="muted">{t("runs.next.label")}</span>
      {accepted > reviewed ? (
        <Button
          size="small"
          look="primary"
          onPress={() => review.run()}
          isDisabled={review.busy}
          data-testid="run-to-review"
        >
          <ListChecks aria-hidden />
          {t("runs.next.review", { count: reviewed })}
        </Button>
      ) : null}
      <Button size="small" onPress={() => openRows(run, {})} data-testid="run-to-data">
        <Rows3 aria-hidden />
        {t("runs.next.data")}
      </Button>
      <Button size="small" onPress={() => go("curate", { run })} data-testid="run-to-curate">
        <ListFilter aria-hidden />
        {t("runs.next.curate")}
      </Button>
      <Button size="small" onPress={() => go("evaluate", { run })} data-testid="run-to-evaluate">
        <ChartColumn aria-hidden />
        {t("runs.next.evaluate")}
      </Button>
      <Button size="small" onPress={() => go("export", { run })} data-testid="run-to-export">
        <Download aria-hidden />
        {t("runs.next.export")}
      </Button>
      {review.error ? <ErrorCallout error={review.error} /> : null}
    </section>
  );
}
