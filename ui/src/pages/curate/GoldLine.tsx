import { FilePlus2, X } from "lucide-react";
import { Button, IconButton } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { t } from "@/locales/t";
import { DraftForm } from "@/pages/evaluate/overview/DraftForm";
import { useFiles } from "@/pages/evaluate/overview/useFiles";
import { fileName } from "@/pages/recipe/model/files";
import { ToReview } from "./steps/GateLine";
import { useCuration, useCurationState } from "./useCuration";

/** The rows that steps are tried on: those that people judged, and perhaps the project's file of gold rows. */
export function GoldLine({ gold }: { gold: number | null }) {
  const curation = useCuration();
  const file = useCurationState((state) => state.start?.gold_file ?? null);
  const reviewed = useCurationState((state) => state.start?.gold ?? 0);
  const files = useFiles(() => void curation.open());
  const words = file
    ? t("curate.gold.file", { gold: gold ?? reviewed, file: fileName(file.path) })
    : t("curate.gold.reviewed", { gold: gold ?? reviewed });
  return (
    <div className="gold" data-testid="gold">
      <div className="row wrap">
        <span className="small" title={t("curate.gold.meaning")}>
          <span className="muted">{t("curate.gold.title")}</span> {words}
        </span>
        <span className="spacer" />
        {file ? (
          <IconButton
            size="small"
            label={t("curate.gold.forget")}
            onPress={() => files.remove.run("gold")}
            isDisabled={files.remove.busy}
            data-testid="gold-forget"
          >
            <X aria-hidden />
          </IconButton>
        ) : null}
        <ToReview run={curation.run} />
        {file ? null : (
          <Button
            size="small"
            onPress={() => files.pick.run("gold")}
            isDisabled={files.pick.busy}
            data-testid="gold-choose"
          >
            <FilePlus2 aria-hidden />
            {t("curate.gold.choose")}
          </Button>
        )}
      </div>
      {reviewed === 0 && !file ? <p className="small muted">{t("curate.gold.none")}</p> : null}
      {[files.pick.error, files.remove.error].map((error, at) =>
        error ? <ErrorCallout key={at === 0 ? "pick" : "remove"} error={error} /> : null,
      )}
      {files.draft ? <DraftForm draft={files.draft} files={files} /> : null}
    </div>
  );
}
