import { Progress } from "@/components/Bar";
import { Callout } from "@/components/Callout";
import type { ReviewProgress } from "@/generated/ReviewProgress";
import type { Scale } from "@/generated/Scale";
import { decimal, percent } from "@/locales/format";
import { t } from "@/locales/t";
import { isEnough } from "./progress";
import type { Purpose } from "./purpose";

interface ProgressLineProps {
  progress: ReviewProgress;
  purpose: Purpose;
  /** The scale on which rows are rated; null where they are judged. */
  scale: Scale | null;
}

/** How far the reviewer is, what share of rows was right, and whether that is known well enough. */
export function ProgressLine({ progress, purpose, scale }: ProgressLineProps) {
  if (scale) return <Rated progress={progress} scale={scale} />;
  if (purpose === "final") return <Settled progress={progress} />;
  const { rows, judged, right, interval } = progress;
  const [low, high] = (interval ?? [0, 1]).map((end) => Math.round(100 * end)) as [number, number];
  return (
    <div className="stack-tight review-progress" data-testid="review-progress">
      <p className="row wrap">
        <strong data-testid="review-judged">{t("review.progress.judged", { judged, rows })}</strong>
        {judged > 0 ? (
          <span data-testid="review-share">
            {interval
              ? t("review.progress.right", { share: percent(right / judged), low, high })
              : t("review.progress.rightSoFar", { share: percent(right / judged) })}
          </span>
        ) : null}
      </p>
      <Progress label={t("review.progress.label")} value={rows > 0 ? judged / rows : 0} />
      {judged > 0 ? (
        <p className="muted small">{t(`review.progress.${interval ? "random" : "ordered"}`)}</p>
      ) : null}
      {isEnough(progress) ? (
        <Callout data-testid="review-enough">{t("review.progress.enough", { low, high })}</Callout>
      ) : null}
    </div>
  );
}

/** How many rows are rated, and how on average. */
function Rated({ progress: { rows, judged, mean }, scale }: { progress: ReviewProgress; scale: Scale }) {
  return (
    <div className="stack-tight review-progress" data-testid="review-progress">
      <p className="row wrap">
        <strong data-testid="review-judged">{t("review.rating.progress", { rated: judged, rows })}</strong>
        {mean === null ? null : (
          <span data-testid="review-mean">
            {t(`review.rating.mean.${scale}`, { mean: decimal(mean + 1, 2) })}
          </span>
        )}
      </p>
      <Progress label={t("review.rating.progressLabel")} value={rows > 0 ? judged / rows : 0} />
    </div>
  );
}

/** How many disagreements have a final word: of the rest of the run they say nothing. */
function Settled({ progress: { rows, judged } }: { progress: ReviewProgress }) {
  return (
    <div className="stack-tight review-progress" data-testid="review-progress">
      <p>
        <strong data-testid="review-judged">{t("review.final.progress", { judged, rows })}</strong>
      </p>
      <Progress label={t("review.final.progressLabel")} value={rows > 0 ? judged / rows : 0} />
    </div>
  );
}
