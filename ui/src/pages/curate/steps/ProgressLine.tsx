import { RefreshCw, Square } from "lucide-react";
import { Progress } from "@/components/Bar";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import type { CurationSide } from "@/generated/CurationSide";
import { t } from "@/locales/t";
import { counts, isCurrent } from "../model/pipeline";
import { useCuration, useCurationState, useMeasured, useSteps } from "../useCuration";

/** How the measuring goes. The line keeps its height, so that nothing moves when it begins and ends. */
export function ProgressLine({ side }: { side: CurationSide }) {
  const curation = useCuration();
  const work = useCurationState((state) => state.work);
  const failure = useCurationState((state) => state.failure);
  const waiting = useCurationState((state) => state.waiting);
  const steps = useSteps(side);
  const measured = useMeasured(side);
  const again = (
    <Button size="small" onPress={() => curation.measure(side)} data-testid="measure">
      <RefreshCw aria-hidden />
      {t("curate.progress.again")}
    </Button>
  );
  if (failure?.side === side) return <ErrorCallout error={failure.error} actions={again} />;
  const stopped = !work && !waiting && steps.some(counts) && !isCurrent(measured, steps);
  return (
    <div className="row small" role="status" data-testid="curate-progress">
      {!work && !stopped ? <h2>{t("curate.steps")}</h2> : null}
      {work ? (
        <>
          <span className="progress-bar">
            <Progress
              label={t("curate.progress.label")}
              value={work.total > 0 ? work.done / work.total : null}
            />
          </span>
          <span className="muted">
            {t("curate.progress.measuring", { done: Math.min(work.done + 1, work.total), total: work.total })}
          </span>
          <span className="spacer" />
          <Button size="small" look="quiet" onPress={curation.cancel} data-testid="measure-cancel">
            <Square aria-hidden />
            {t("curate.progress.cancel")}
          </Button>
        </>
      ) : null}
      {stopped ? (
        <>
          <span className="muted">{t("curate.progress.stopped")}</span>
          <span className="spacer" />
          {again}
        </>
      ) : null}
    </div>
  );
}
