import { Play, Square } from "lucide-react";
import { useMemo } from "react";
import { useOffer } from "@/app/useOffer";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import type { Recipe } from "@/generated/Recipe";
import { duration } from "@/locales/format";
import { t } from "@/locales/t";
import { useApp } from "@/state/app";
import { useProblems } from "../model/problems";
import { Proposals } from "../planning/Proposals";
import { PreviewCard } from "./PreviewCard";
import { cancelPreview, startPreview, usePreview } from "./preview";
import { usePrompt } from "./state";

/** Rows that a preview makes. */
const rows = 5;

export function Preview({ recipe, pins }: { recipe: Recipe; pins: Record<string, unknown> }) {
  const preview = usePreview();
  const draw = usePrompt((state) => state.draw);
  const loaded = useApp((store) => Boolean(store.app?.model));
  const broken = useProblems().some(({ severity }) => severity === "error");
  const { running } = preview;
  const done = preview.rows.filter((row) => row.result).length;
  const commands = useMemo(
    () => [
      {
        id: "preview",
        name: t("recipe.preview.start"),
        keys: "Ctrl+Enter",
        disabled: broken || running || !loaded,
        run: () => void startPreview(recipe, rows, draw, pins),
      },
    ],
    [recipe, draw, pins, broken, running, loaded],
  );
  useOffer("preview", commands);
  return (
    <section className="preview" aria-label={t("recipe.preview.title")} aria-busy={running}>
      <div className="row">
        <h2>{t("recipe.preview.title")}</h2>
        <span className="muted small truncate" role="status">
          {words(preview.rows.length, done, running, preview.seconds)}
        </span>
        <span className="spacer" />
        {running ? (
          <Button onPress={() => void cancelPreview()} data-testid="preview-stop">
            <Square aria-hidden /> {t("recipe.preview.stop")}
          </Button>
        ) : (
          <Button
            onPress={() => void startPreview(recipe, rows, draw, pins)}
            isDisabled={broken || !loaded}
            data-testid="preview-button"
          >
            <Play aria-hidden /> {t("recipe.preview.start")} <kbd>Ctrl ↵</kbd>
          </Button>
        )}
      </div>
      {preview.error ? <ErrorCallout error={preview.error} /> : null}
      {preview.rows.length === 0 && !preview.error ? (
        <p className="muted small">{broken ? t("recipe.preview.broken") : t("recipe.preview.empty")}</p>
      ) : null}
      <ol className="preview-rows">
        {preview.rows.map((row, at) => (
          <PreviewCard key={at} row={row} at={at} recipe={recipe} running={running} />
        ))}
      </ol>
      <Proposals recipe={recipe} disabled={broken || !loaded || running} />
    </section>
  );
}

function words(all: number, done: number, running: boolean, seconds: number | null): string {
  if (running) return t("recipe.preview.progress", { done, all });
  if (seconds === null || done === 0) return "";
  return t("recipe.preview.took", { each: duration(seconds / done) });
}
