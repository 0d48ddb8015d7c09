import {
  Check,
  CircleAlert,
  Cpu,
  FileSpreadsheet,
  ListChecks,
  type LucideIcon,
  Minus,
  Table2,
  TriangleAlert,
} from "lucide-react";
import { Button } from "react-aria-components";
import { PartIcon } from "@/components/PartIcon";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { useProblems } from "./model/problems";
import { type Mark, markOf, partOf, type Section, sectionOf, sections, sizeOf } from "./model/sections";
import { ProblemButtons } from "./ProblemButtons";
import { go, useRecipePlace } from "./state";

const marks: Record<Mark, LucideIcon> = {
  problem: CircleAlert,
  doubt: TriangleAlert,
  complete: Check,
  unused: Minus,
};
const icons: Partial<Record<Section, LucideIcon>> = {
  sources: FileSpreadsheet,
  schedule: Table2,
  checks: ListChecks,
  model: Cpu,
};

export function Outline({ recipe }: { recipe: Recipe }) {
  const problems = useProblems();
  const { section: here, view } = useRecipePlace();
  return (
    <nav className="outline" aria-label={t("recipe.outline")}>
      {sections.map((section) => {
        const mark = markOf(section, recipe, problems);
        const Mark = marks[mark];
        const Icon = icons[section];
        const part = partOf[section];
        const size = sizeOf(section, recipe);
        return (
          <Button
            key={section}
            className={`outline-item outline-${part ?? "plain"}`}
            aria-current={view === "form" && here === section ? "true" : undefined}
            onPress={() => go({ section })}
            data-testid={`section-${section}`}
          >
            {part ? <PartIcon part={part} /> : Icon ? <Icon aria-hidden size={16} /> : null}
            <span className="outline-name">{t(`recipe.section.${section}`)}</span>
            {size ? <span className="muted small">{size}</span> : null}
            <Mark className={`mark mark-${mark}`} size={14} aria-label={t(`recipe.mark.${mark}`)} />
          </Button>
        );
      })}
      <ProblemButtons onChoose={({ path }) => showProblem(sectionOf(path))} />
    </nav>
  );
}

/** Opens the section of a problem and brings the first place that names one into view. */
function showProblem(section: Section): void {
  go({ section });
  requestAnimationFrame(() =>
    document
      .querySelector(".recipe-editor :is(.problems, .field-problem)")
      ?.scrollIntoView({ block: "center" }),
  );
}
