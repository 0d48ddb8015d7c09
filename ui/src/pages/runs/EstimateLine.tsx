import { Clock, HardDrive, MemoryStick } from "lucide-react";
import type { Estimate } from "@/generated/Estimate";
import type { WireError } from "@/generated/WireError";
import { bytes, count, duration } from "@/locales/format";
import { t } from "@/locales/t";

/** What a run would cost: time, memory, disk, and what the figures rest on. */
export function EstimateLine(props: {
  estimate: Estimate | null;
  error: WireError | null;
  waiting: boolean;
}) {
  const { estimate, error, waiting } = props;
  if (error) return <p className="estimate bad small">{error.message}</p>;
  if (!estimate) return <p className="estimate muted small">{waiting ? t("runs.estimate.waiting") : ""}</p>;
  const short = estimate.free_disk < estimate.disk;
  return (
    <div className="estimate" aria-live="polite" data-testid="run-estimate">
      <ul className="row wrap estimate-figures">
        <li className="row">
          <Clock aria-hidden size={16} />
          {estimate.seconds === null
            ? t("runs.estimate.timeUnknown")
            : t("runs.estimate.time", { time: duration(estimate.seconds) })}
        </li>
        <li className="row">
          <MemoryStick aria-hidden size={16} />
          {t("runs.estimate.memory", { size: bytes(estimate.memory) })}
        </li>
        <li className={`row ${short ? "bad" : ""}`}>
          <HardDrive aria-hidden size={16} />
          {t("runs.estimate.disk", { size: bytes(estimate.disk), free: bytes(estimate.free_disk) })}
        </li>
      </ul>
      <p className="muted small">
        {estimate.basis} {t("runs.estimate.prompt", { tokens: count(Math.round(estimate.prompt_tokens)) })}
      </p>
    </div>
  );
}
