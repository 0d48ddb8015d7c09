import { FileText, FolderOpen } from "lucide-react";
import { createProject, openFile, openProject } from "@/app/projects";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Tabs } from "@/components/Tabs";
import type { GalleryEntry } from "@/generated/GalleryEntry";
import { clock } from "@/locales/format";
import { t } from "@/locales/t";
import { useRemembered } from "@/state/app";
import { useAction, useCall } from "@/state/call";
import { GalleryCard } from "./GalleryCard";
import "./Gallery.css";

export default function Gallery() {
  const entries = useCall("gallery_list", null);
  const recent = useCall("project_recent", null);
  const [by, setBy] = useRemembered<"task" | "method">("gallery.by", "task");
  const create = useAction(createProject);
  const open = useAction(openProject);
  const error = create.error ?? open.error ?? entries.error;
  const groups = grouped(entries.data ?? [], by);

  return (
    <div className="gallery">
      <header className="gallery-head">
        <div className="stack-tight">
          <h1>{t("gallery.title")}</h1>
          <p className="muted">{t("gallery.intro")}</p>
        </div>
        <span className="spacer" />
        <Button onPress={() => void openFile()} data-testid="open-file">
          <FolderOpen aria-hidden /> {t("gallery.open")}
        </Button>
        <Button
          onPress={() => create.run({ name: t("gallery.blankName"), gallery: null, toml: null })}
          isDisabled={create.busy}
          data-testid="blank-recipe"
        >
          <FileText aria-hidden /> {t("gallery.blank")}
        </Button>
      </header>
      {error ? <ErrorCallout error={error} /> : null}
      <Tabs
        label={t("gallery.arrange")}
        value={by}
        onChange={setBy}
        tabs={[
          { id: "task", name: t("gallery.byTask") },
          { id: "method", name: t("gallery.byMethod") },
        ]}
      />
      {groups.map(([name, group]) => (
        <section key={name} className="gallery-group" aria-label={name}>
          <h2>{name}</h2>
          <div className="gallery-cards">
            {group.map((entry) => (
              <GalleryCard
                key={entry.id}
                entry={entry}
                busy={create.busy}
                onUse={() => create.run({ name: entry.title, gallery: entry.id, toml: null })}
              />
            ))}
          </div>
        </section>
      ))}
      {recent.data && recent.data.length > 0 ? (
        <section className="gallery-group" aria-label={t("gallery.recent")}>
          <h2>{t("gallery.recent")}</h2>
          <ul className="gallery-recent">
            {recent.data.map((project) => (
              <li key={project.path}>
                <Button look="quiet" onPress={() => open.run(project.path)} isDisabled={open.busy}>
                  <span className="truncate">{project.name}</span>
                  <span className="muted small truncate">{project.path}</span>
                  <span className="muted small">{clock(project.opened, Date.now())}</span>
                </Button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

/** Entries under their task group or method, in the order of the gallery. */
function grouped(entries: readonly GalleryEntry[], by: "task" | "method"): [string, GalleryEntry[]][] {
  const groups = new Map<string, GalleryEntry[]>();
  for (const entry of entries) {
    const name = by === "task" ? entry.group : entry.method;
    groups.set(name, [...(groups.get(name) ?? []), entry]);
  }
  return [...groups];
}
