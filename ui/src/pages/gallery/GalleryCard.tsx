import { ArrowRight, PackageOpen } from "lucide-react";
import { Button } from "@/components/Button";
import type { GalleryEntry } from "@/generated/GalleryEntry";
import { t } from "@/locales/t";

export interface GalleryCardProps {
  entry: GalleryEntry;
  busy: boolean;
  onUse: () => void;
}

export function GalleryCard({ entry, busy, onUse }: GalleryCardProps) {
  return (
    <article className="card gallery-card" data-testid={`gallery-card-${entry.id}`}>
      <h3>{entry.title}</h3>
      <p>{entry.summary}</p>
      <span className="spacer" />
      <p className="muted small gallery-needs">
        <PackageOpen aria-hidden size={14} />
        {entry.needs ? t("gallery.needs", { needs: entry.needs }) : t("gallery.needsNothing")}
      </p>
      <div className="gallery-card-foot">
        <details className="muted small gallery-about">
          <summary>{t("gallery.about", { method: entry.method })}</summary>
          {entry.citation}
          {entry.section ? ` · ${t("gallery.section", { section: entry.section })}` : ""}
        </details>
        <Button
          look="primary"
          size="small"
          onPress={onUse}
          isDisabled={busy}
          aria-label={`${t("gallery.use")}: ${entry.title}`}
          data-testid={`use-recipe-${entry.id}`}
        >
          {t("gallery.use")} <ArrowRight aria-hidden />
        </Button>
      </div>
    </article>
  );
}
