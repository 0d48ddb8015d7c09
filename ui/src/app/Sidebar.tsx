import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { Button, TooltipTrigger } from "react-aria-components";
import { Tip } from "@/components/Tip";
import { type TextKey, t } from "@/locales/t";
import { useRemembered } from "@/state/app";
import { go, usePlace } from "@/state/navigation";
import { type Page, pages } from "./pages";
import "./Sidebar.css";
import { useNarrow } from "./useNarrow";

export function Sidebar() {
  const [chosen, setFolded] = useRemembered("sidebar.folded", false);
  const narrow = useNarrow();
  const folded = chosen || narrow;
  const Fold = folded ? PanelLeftOpen : PanelLeftClose;
  const items = (foot: boolean) =>
    pages
      .filter((page) => Boolean(page.foot) === foot)
      .map((page) => <Item key={page.id} page={page} folded={folded} />);
  return (
    <nav className="sidebar" data-folded={folded || undefined} aria-label={t("shell.pages")}>
      {items(false)}
      <span className="spacer" />
      {items(true)}
      {narrow ? null : (
        <Button
          className="sidebar-item"
          aria-label={t(folded ? "shell.unfold" : "shell.fold")}
          onPress={() => setFolded(!folded)}
        >
          <Fold aria-hidden size={18} />
          {folded ? null : <span>{t("shell.fold")}</span>}
        </Button>
      )}
    </nav>
  );
}

function Item({ page, folded }: { page: Page; folded: boolean }) {
  const here = usePlace((place) => place.page === page.id);
  const name = t(`page.${page.id}.title` as TextKey);
  const Icon = page.icon;
  return (
    <TooltipTrigger delay={300} isDisabled={!folded}>
      <Button
        className="sidebar-item"
        aria-label={name}
        aria-current={here ? "page" : undefined}
        onPress={() => go(page.id)}
        data-testid={`nav-${page.id}`}
      >
        <Icon aria-hidden size={18} />
        <span className={folded ? "visually-hidden" : ""}>{name}</span>
      </Button>
      <Tip placement="right">{name}</Tip>
    </TooltipTrigger>
  );
}
