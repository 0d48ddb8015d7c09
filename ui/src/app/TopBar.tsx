import { ChevronDown, Cpu, Pause, Play, Sprout } from "lucide-react";
import { Button as AriaButton, TooltipTrigger } from "react-aria-components";
import { Progress } from "@/components/Bar";
import { IconButton } from "@/components/Button";
import { Menu } from "@/components/Menu";
import { Tip } from "@/components/Tip";
import type { RunProgress } from "@/generated/RunProgress";
import { duration } from "@/locales/format";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { refreshApp, showFailure, useApp } from "@/state/app";
import { go } from "@/state/navigation";
import { useRecipe } from "@/state/recipe";
import { NetworkChip } from "./NetworkChip";
import { openFile } from "./projects";

export function TopBar() {
  const app = useApp((store) => store.app);
  const number = useRecipe((store) => store.versions[0]?.number ?? null);
  const edited = useRecipe(
    (store) => store.checked !== null && store.checked.hash !== store.versions[0]?.hash,
  );
  const project = app?.project ?? null;
  const version = project?.read_only ? t("shell.readOnly") : versionWords(number, edited);
  return (
    <header className="top-bar">
      <span className="top-bar-brand">
        <Sprout aria-hidden size={18} />
        {t("shell.brand")}
      </span>
      {project ? (
        <>
          <Menu
            label={t("shell.project")}
            items={[
              { id: "gallery", name: t("shell.newRecipe") },
              { id: "open", name: t("shell.openFile") },
            ]}
            onChoose={(id) => (id === "gallery" ? go("gallery") : void openFile())}
            trigger={
              <AriaButton className="button button-quiet button-small" data-testid="project-menu">
                <span className="truncate">{project.name}</span>
                <ChevronDown aria-hidden />
              </AriaButton>
            }
          />
          <span className="muted small truncate" title={version} data-testid="recipe-version">
            {version}
          </span>
        </>
      ) : null}
      <span className="spacer" />
      {app?.running ? <Job progress={app.running} /> : null}
      <ModelChip />
      <NetworkChip />
    </header>
  );
}

function versionWords(number: number | null, edited: boolean): string {
  if (number === null) return t("shell.unsaved");
  return edited ? t("shell.versionEdited", { number }) : t("shell.version", { number });
}

const fits = { fits: "shell.fits", tight: "shell.tight", "too-big": "shell.tooBig" } as const;

function ModelChip() {
  const model = useApp((store) => store.app?.model ?? null);
  const failure = useApp((store) => store.modelFailure);
  const waiting = failure ? t("shell.noModel") : t("shell.modelLoading");
  return (
    <TooltipTrigger delay={300}>
      <AriaButton className="top-bar-chip" onPress={() => go("models")} data-testid="model-chip">
        <Cpu aria-hidden size={14} />
        <span className="truncate">
          {model ? `${model.card.name} · ${model.card.quantization}` : waiting}
        </span>
        {model ? <span className="muted">{t(fits[model.fit.verdict])}</span> : null}
      </AriaButton>
      <Tip>{model ? model.fit.words : (failure ?? waiting)}</Tip>
    </TooltipTrigger>
  );
}

function Job({ progress }: { progress: RunProgress }) {
  const { run, accepted, wanted, status } = progress.summary;
  const paused = status === "paused";
  const words = t("shell.job", { accepted, wanted });
  const toggle = () => {
    const change = paused ? call("run_resume", { run }) : call("run_pause", { run });
    change.then(refreshApp, showFailure);
  };
  return (
    <div className="top-bar-job" data-testid="running-job">
      <AriaButton className="button button-quiet button-small" onPress={() => go("runs", { run })}>
        {paused ? t("shell.jobPaused", { accepted, wanted }) : words}
      </AriaButton>
      <Progress label={words} value={wanted > 0 ? accepted / wanted : null} />
      {progress.remaining === null || paused ? null : (
        <span className="muted">{t("shell.jobLeft", { time: duration(progress.remaining) })}</span>
      )}
      <IconButton size="small" label={paused ? t("shell.resume") : t("shell.pause")} onPress={toggle}>
        {paused ? <Play aria-hidden /> : <Pause aria-hidden />}
      </IconButton>
    </div>
  );
}
