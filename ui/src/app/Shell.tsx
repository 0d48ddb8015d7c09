import { Suspense, useEffect } from "react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { t } from "@/locales/t";
import { useApp } from "@/state/app";
import { usePlace } from "@/state/navigation";
import { Boundary } from "./Boundary";
import { takeKey } from "./commands";
import { NoProject } from "./NoProject";
import { Palette } from "./Palette";
import { pages } from "./pages";
import { Shortcuts } from "./Shortcuts";
import { Sidebar } from "./Sidebar";
import { StarterBanner } from "./StarterBanner";
import { TopBar } from "./TopBar";
import { useShellCommands } from "./useShellCommands";
import "./Shell.css";

export function Shell() {
  const id = usePlace((place) => place.page);
  const project = useApp((store) => store.app?.project ?? null);
  const theme = useApp((store) => store.app?.settings.theme ?? "system");
  const failure = useApp((store) => store.failure);
  const page = pages.find((candidate) => candidate.id === id) ?? pages[0];
  useShellCommands();

  useEffect(() => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
  useEffect(() => {
    window.addEventListener("keydown", takeKey);
    return () => window.removeEventListener("keydown", takeKey);
  }, []);

  if (!page) return null;
  const View = page.view;
  return (
    <div className="shell">
      <TopBar />
      <Sidebar />
      <main className="shell-main">
        <StarterBanner />
        {failure ? (
          <div className="shell-failure">
            <ErrorCallout
              error={failure}
              actions={
                <Button size="small" onPress={() => useApp.setState({ failure: null })}>
                  {t("common.dismiss")}
                </Button>
              }
            />
          </div>
        ) : null}
        <div className="shell-page" data-testid={`page-${page.id}`}>
          <Boundary key={`${page.id} ${project?.path ?? ""}`}>
            <Suspense fallback={null}>{page.needsProject && !project ? <NoProject /> : <View />}</Suspense>
          </Boundary>
        </div>
      </main>
      <Palette />
      <Shortcuts />
    </div>
  );
}
