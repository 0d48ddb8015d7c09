import { Sprout, X } from "lucide-react";
import { Button, IconButton } from "@/components/Button";
import { t } from "@/locales/t";
import { useApp, useRemembered } from "@/state/app";
import { go, usePlace } from "@/state/navigation";

/** Says that the built-in model is a small one, so that nobody takes its rows for what a large model writes. */
export function StarterBanner() {
  const builtIn = useApp((store) => store.app?.model?.origin === "built-in");
  const onModels = usePlace((place) => place.page === "models");
  const [hidden, setHidden] = useRemembered("banner.hidden", false);
  if (!builtIn || hidden || onModels) return null;
  return (
    <div className="starter-banner" role="note" data-testid="starter-banner">
      <Sprout aria-hidden size={16} />
      <span>{t("shell.starter")}</span>
      <span className="spacer" />
      <Button look="quiet" size="small" onPress={() => go("models")}>
        {t("shell.starterAction")}
      </Button>
      <IconButton label={t("common.hide")} size="small" onPress={() => setHidden(true)}>
        <X aria-hidden />
      </IconButton>
    </div>
  );
}
