import {
  ChartColumn,
  Cpu,
  Download,
  ListChecks,
  ListFilter,
  type LucideIcon,
  Play,
  Rows3,
  ScrollText,
  Settings,
  Sprout,
} from "lucide-react";
import { type ComponentType, lazy } from "react";

export type PageId =
  | "gallery"
  | "recipe"
  | "runs"
  | "data"
  | "curate"
  | "review"
  | "evaluate"
  | "export"
  | "models"
  | "settings";

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
  { id: "runs", icon: Play, view: lazy(() => import("@/pages/runs/RunsPage")), needsProject: true },
  { id: "data", icon: Rows3, view: lazy(() => import("@/pages/data/DataPage")), needsProject: true },
  {
    id: "curate",
    icon: ListFilter,
    view: lazy(() => import("@/pages/curate/CuratePage")),
    needsProject: true,
  },
  {
    id: "review",
    icon: ListChecks,
    view: lazy(() => import("@/pages/review/ReviewPage")),
    needsProject: true,
  },
  {
    id: "evaluate",
    icon: ChartColumn,
    view: lazy(() => import("@/pages/evaluate/EvaluatePage")),
    needsProject: true,
  },
  { id: "export", icon: Download, view: lazy(() => import("@/pages/export/ExportPage")), needsProject: true },
  { id: "models", icon: Cpu, view: lazy(() => import("@/pages/models/ModelsPage")), needsProject: false },
  {
    id: "settings",
    icon: Settings,
    view: lazy(() => import("@/pages/settings/SettingsPage")),
    needsProject: false,
    foot: true,
  },
];
