import {
  BookOpenText,
  FileUp,
  type LucideIcon,
  Maximize,
  SlidersHorizontal,
  Sparkles,
  ZoomIn,
  ZoomOut,
} from "lucide-react";
import type { RefObject } from "react";
import { Toolbar as AriaToolbar } from "react-aria-components";
import { Button, IconButton } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { AddCheck } from "../sections/AddCheck";
import { useSourceImport } from "../sections/useSourceImport";
import { added } from "./change";
import { idOf } from "./place";
import { change, select } from "./state";

const additions: readonly { what: "conditions" | "demonstrations" | "steps"; icon: LucideIcon }[] = [
  { what: "conditions", icon: SlidersHorizontal },
  { what: "demonstrations", icon: BookOpenText },
  { what: "steps", icon: Sparkles },
];

interface ToolbarProps {
  recipe: Recipe;
  place: RefObject<HTMLDivElement | null>;
  onZoom: (by: "in" | "out" | "fit") => void;
}

/** What can be added to the graph, and how much of it is seen. */
export function Toolbar({ recipe, place, onZoom }: ToolbarProps) {
  const file = useSourceImport(recipe, (at) => select([idOf("sources", at)], true));
  return (
    <>
      <div className="row graph-toolbar">
        <AriaToolbar ref={place} className="row graph-add" aria-label={t("recipe.graph.add")}>
          <Button
            size="small"
            onPress={() => file.pick(null)}
            isDisabled={file.busy}
            data-testid="graph-add-sources"
          >
            <FileUp aria-hidden /> {t("recipe.graph.new.sources")}
          </Button>
          {additions.map(({ what, icon: Icon }) => (
            <Button
              key={what}
              size="small"
              onPress={() => change((before, selected) => added(before, what, selected), true)}
              data-testid={`graph-add-${what}`}
            >
              <Icon aria-hidden style={{ color: `var(--${what.slice(0, -1)})` }} />{" "}
              {t(`recipe.graph.new.${what}`)}
            </Button>
          ))}
          <AddCheck
            size="small"
            onAdd={(check) => change((before, selected) => added(before, { check }, selected), true)}
            data-testid="graph-add-checks"
          />
        </AriaToolbar>
        <span className="spacer" />
        <IconButton size="small" label={t("recipe.graph.zoomOut")} onPress={() => onZoom("out")}>
          <ZoomOut aria-hidden />
        </IconButton>
        <IconButton size="small" label={t("recipe.graph.zoomIn")} onPress={() => onZoom("in")}>
          <ZoomIn aria-hidden />
        </IconButton>
        <IconButton
          size="small"
          label={`${t("recipe.graph.fit")} (F)`}
          onPress={() => onZoom("fit")}
          data-testid="graph-fit"
        >
          <Maximize aria-hidden />
        </IconButton>
      </div>
      {file.error ? <ErrorCallout error={file.error} /> : null}
      {file.dialog}
    </>
  );
}
