import { Globe, ShieldCheck } from "lucide-react";
import { Button, TooltipTrigger } from "react-aria-components";
import { Tip } from "@/components/Tip";
import { t } from "@/locales/t";
import { useApp } from "@/state/app";
import { go } from "@/state/navigation";

/** Whom the program talks to now: nobody, or the host that a model is downloaded from. */
export function NetworkChip() {
  const host = useApp(
    (store) => store.app?.downloads.find((download) => download.host !== null)?.host ?? null,
  );
  const allowed = useApp((store) => store.app?.settings.downloads.allowed ?? false);
  const Sign = host === null ? ShieldCheck : Globe;
  return (
    <TooltipTrigger delay={300}>
      <Button
        className="top-bar-chip"
        data-online={host !== null || undefined}
        onPress={() => go("models")}
        data-testid="network-chip"
      >
        <Sign aria-hidden size={14} />
        <span className="truncate">{host === null ? t("shell.offline") : t("shell.online", { host })}</span>
      </Button>
      <Tip>
        {host === null
          ? t(allowed ? "shell.offlineAllowed" : "shell.offlineMeaning")
          : t("shell.onlineMeaning", { host })}
      </Tip>
    </TooltipTrigger>
  );
}
