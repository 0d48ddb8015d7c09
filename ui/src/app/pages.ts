import { type LucideIcon, ScrollText, Sprout } from "lucide-react";
import { type ComponentType, lazy } from "react";

export type PageId = "gallery" | "recipe" | "runs" | "data" | "evaluate" | "export" | "models" | "settings";

export interface Page {
  id: PageId;
  icon: LucideIcon;
  view: ComponentType;
  /** Without an open project the page has nothing to show. */
  needsProject: boolean;
  /** Stands at the foot of the sidebar. */
  foot?: boolean;
}

/** The pages in the order of the sidebar. Each is a chunk of its own, named `page.ID.title` in the locale. */
export const pages: readonly Page[] = [
  { id: "gallery", icon: Sprout, view: lazy(() => import("@/pages/gallery/Gallery")), needsProject: false },
  {
    id: "recipe",
    icon: ScrollText,
    view: lazy(() => import("@/pages/recipe/RecipePage")),
    needsProject: true,
  },
];
