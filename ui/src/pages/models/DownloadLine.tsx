import { Pause, Play, Trash2 } from "lucide-react";
import { Progress } from "@/components/Bar";
import { IconButton } from "@/components/Button";
import { Callout, ErrorCallout } from "@/components/Callout";
import type { Download } from "@/generated/Download";
import { bytes, duration } from "@/locales/format";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { useAction } from "@/state/call";

interface DownloadLineProps {
  download: Download;
  onResume: () => void;
  allowed: boolean;
}

/** How a download goes, and how to hold it, go on with it or give it up. */
export function DownloadLine({ download, onResume, allowed }: DownloadLineProps) {
  const { id, name, status, received, total } = download;
  const pause = useAction(() => call("download_pause", { id }));
  const discard = useAction(() => call("download_discard", { id }));
  const working = ["asking", "receiving", "waiting", "checking"].includes(status);
  const error = pause.error ?? discard.error;
  return (
    <div className="stack download" data-status={status} data-testid={`download-state-${id}`}>
      {download.failure ? <Callout tone="error">{download.failure}</Callout> : null}
      {error ? <ErrorCallout error={error} /> : null}
      <div className="row">
        <div className="download-bar">
          <Progress label={t("models.downloading", { name })} value={total > 0 ? received / total : null} />
        </div>
        {working ? (
          <IconButton
            size="small"
            label={t("models.pause")}
            onPress={() => pause.run()}
            isDisabled={pause.busy}
          >
            <Pause aria-hidden />
          </IconButton>
        ) : (
          <IconButton
            size="small"
            label={t(status === "failed" ? "models.tryAgain" : "models.resume")}
            onPress={onResume}
            isDisabled={!allowed}
          >
            <Play aria-hidden />
          </IconButton>
        )}
        <IconButton
          size="small"
          label={t("models.discard")}
          onPress={() => discard.run()}
          isDisabled={discard.busy}
        >
          <Trash2 aria-hidden />
        </IconButton>
      </div>
      <p className="muted small" aria-live="polite">
        {words(download)}
      </p>
    </div>
  );
}

/** 'Downloading: 214 MB of 639 MB · 11 MB/s · 37 s left · huggingface.co' */
function words({ status, received, total, host, bytes_per_second: rate }: Download): string {
  const parts = [t(`models.status.${status}`)];
  if (total > 0) parts.push(t("models.received", { received: bytes(received), total: bytes(total) }));
  if (rate !== null && rate > 0) {
    parts.push(t("models.rate", { rate: bytes(rate) }));
    parts.push(t("models.left", { time: duration((total - received) / rate) }));
  }
  if (host !== null) parts.push(host);
  return parts.join(" · ");
}
