import { ArrowRight, BookMarked, PackageOpen } from "lucide-react";
import { Button } from "@/components/Button";
import { Chip } from "@/components/Chip";
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
      <div className="row wrap">
        <Chip>
          <BookMarked aria-hidden /> {entry.method}
        </Chip>
        <Chip>
          <PackageOpen aria-hidden />{" "}
          {entry.needs ? t("gallery.needs", { needs: entry.needs }) : t("gallery.needsNothing")}
        </Chip>
      </div>
      <span className="spacer" />
      <div className="gallery-card-foot">
        <details className="muted small gallery-about">
          <summary>{t("gallery.about")}</summary>
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
