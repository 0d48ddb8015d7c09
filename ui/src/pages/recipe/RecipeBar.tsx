import { Play, Redo2, Save, Sparkles, Undo2 } from "lucide-react";
import { useMemo, useState } from "react";
import { Dialog, DialogTrigger, Popover } from "react-aria-components";
import { useOffer } from "@/app/useOffer";
import { Button, IconButton } from "@/components/Button";
import { NameField } from "@/components/NameField";
import { Tabs } from "@/components/Tabs";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { showFailure, useApp } from "@/state/app";
import { useAction } from "@/state/call";
import { edit, redo, saveVersion, undo, useRecipe } from "@/state/recipe";
import { StartRun } from "../runs/StartRun";
import { useProblems } from "./model/problems";
import { DraftPanel } from "./planning/DraftPanel";
import { PersonalDialog } from "./safe/PersonalDialog";
import { go, useRecipePlace, views } from "./state";

/** The recipe's name, its views, undo and redo, and the way to a version and a run. */
export function RecipeBar({ recipe }: { recipe: Recipe }) {
  const view = useRecipePlace((place) => place.view);
  const canUndo = useRecipe((store) => store.past.length > 0);
  const canRedo = useRecipe((store) => store.future.length > 0);
  const saved = useRecipe((store) => store.checked?.hash === store.versions[0]?.hash);
  const readOnly = useApp((store) => store.app?.project?.read_only ?? false);
  const broken = useProblems().some(({ severity }) => severity === "error");
  const [starting, setStarting] = useState(false);
  const [drafting, setDrafting] = useState(false);
  /** The draft's source, whose personal data is looked at before any prompt reads it. */
  const [looking, setLooking] = useState<string | null>(null);
  const save = useAction(() => saveVersion().catch(showFailure));

  const commands = useMemo(
    () => [
      { id: "undo", name: t("recipe.undo"), keys: "Ctrl+Z", run: undo, disabled: !canUndo },
      { id: "redo", name: t("recipe.redo"), keys: "Ctrl+Shift+Z", run: redo, disabled: !canRedo },
      {
        id: "save",
        name: t("recipe.saveVersion"),
        keys: "Ctrl+S",
        run: () => void saveVersion().catch(showFailure),
        disabled: saved || broken,
      },
      {
        id: "graph",
        name: t("recipe.toggleGraph"),
        keys: "G",
        run: () => go({ view: useRecipePlace.getState().view === "graph" ? "form" : "graph" }),
      },
      { id: "draft", name: t("recipe.draft.title"), keys: "", run: () => setDrafting(true) },
      {
        id: "run",
        name: t("runs.start.title"),
        keys: "Ctrl+Shift+Enter",
        run: () => setStarting(true),
        disabled: broken,
      },
    ],
    [canUndo, canRedo, saved, broken],
  );
  useOffer("recipe", commands);

  return (
    <div className="recipe-bar">
      <NameField
        label={t("recipe.name")}
        hideLabel
        className="recipe-name"
        value={recipe.name}
        onChange={(name) => edit((before) => ({ ...before, name }))}
      />
      <Tabs
        label={t("recipe.views")}
        value={view}
        onChange={(next) => go({ view: next })}
        tabs={views.map((id) => ({ id, name: t(`recipe.view.${id}`), testid: `view-${id}` }))}
      />
      <span className="spacer" />
      <DialogTrigger isOpen={drafting} onOpenChange={setDrafting}>
        <Button data-testid="draft-button">
          <Sparkles aria-hidden /> {t("recipe.draft.open")}
        </Button>
        <Popover className="popover draft-popover" placement="bottom end" offset={4}>
          <Dialog aria-label={t("recipe.draft.title")}>
            <DraftPanel onDone={() => setDrafting(false)} onTaken={setLooking} />
          </Dialog>
        </Popover>
      </DialogTrigger>
      {looking !== null && recipe.sources.some(({ name }) => name === looking) ? (
        <PersonalDialog recipe={recipe} source={looking} onClose={() => setLooking(null)} />
      ) : null}
      <IconButton
        label={`${t("recipe.undo")} (Ctrl+Z)`}
        onPress={undo}
        isDisabled={!canUndo}
        data-testid="undo"
      >
        <Undo2 aria-hidden />
      </IconButton>
      <IconButton
        label={`${t("recipe.redo")} (Ctrl+Shift+Z)`}
        onPress={redo}
        isDisabled={!canRedo}
        data-testid="redo"
      >
        <Redo2 aria-hidden />
      </IconButton>
      <Button
        onPress={() => save.run()}
        isDisabled={saved || broken || readOnly || save.busy}
        data-testid="save-version"
      >
        <Save aria-hidden /> {t("recipe.saveVersion")}
      </Button>
      <DialogTrigger isOpen={starting} onOpenChange={setStarting}>
        <Button look="primary" isDisabled={broken} data-testid="run-button">
          <Play aria-hidden /> {t("recipe.runRows", { count: recipe.schedule.rows })}
        </Button>
        <Popover className="popover run-popover" placement="bottom end" offset={4}>
          <Dialog aria-label={t("runs.start.title")}>
            <StartRun />
          </Dialog>
        </Popover>
      </DialogTrigger>
    </div>
  );
}
