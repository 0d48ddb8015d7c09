import type { ReactNode } from "react";
import { PartIcon } from "@/components/PartIcon";
import { t } from "@/locales/t";
import { partOf, type Section } from "./model/sections";

/** Title of a section with one or two sentences on what it does. */
export function SectionHead({
  section,
  children,
  actions,
}: {
  section: Section;
  children: ReactNode;
  actions?: ReactNode;
}) {
  const part = partOf[section];
  return (
    <header className="section-head">
      <div className="row">
        {part ? <PartIcon part={part} size={18} /> : null}
        <h1>{t(`recipe.section.${section}`)}</h1>
        <span className="spacer" />
        {actions}
      </div>
      <p className="muted small">{children}</p>
    </header>
  );
}
