import { Ban, CircleAlert, CircleCheck, Hourglass, LoaderCircle, Pause } from "lucide-react";
import { Chip, type ChipProps } from "@/components/Chip";
import type { RunStatus } from "@/generated/RunStatus";
import { t } from "@/locales/t";

const looks: Record<RunStatus, { icon: typeof Pause; tone: ChipProps["tone"] }> = {
  running: { icon: LoaderCircle, tone: "neutral" },
  paused: { icon: Pause, tone: "neutral" },
  completed: { icon: CircleCheck, tone: "good" },
  exhausted: { icon: Hourglass, tone: "neutral" },
  cancelled: { icon: Ban, tone: "neutral" },
  failed: { icon: CircleAlert, tone: "bad" },
};

/** State of a run as a sign with a word. */
export function StatusChip({ status }: { status: RunStatus }) {
  const { icon: Icon, tone } = looks[status];
  return (
    <Chip tone={tone}>
      <Icon aria-hidden />
      {t(`runs.status.${status}`)}
    </Chip>
  );
}
