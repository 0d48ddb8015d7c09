import { CircleX, Copy, Plus, Trash2, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button, IconButton } from "@/components/Button";
import { Menu } from "@/components/Menu";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { edit } from "@/state/recipe";
import { openTray } from "../../runs/tray";
import { usePrompt } from "../prompt/state";
import { CardEditor } from "./CardEditor";
import type { Link } from "./edges";
import { LookIcon } from "./GraphCard";
import { inserted, offersFor } from "./insert";
import type { Card } from "./nodes";
import { placeOf } from "./place";
import { duplicateChosen, removeChosen, select, useGraph } from "./state";
import { useFigures } from "./useFigures";

interface PanelProps {
  recipe: Recipe;
  cards: readonly Card[];
  links: readonly Link[];
  /** Gives the focus back to the graph. */
  onLeave: () => void;
}

/** The editor of the selected card below the graph, and what can be done with it. */
export function Panel({ recipe, cards, links, onLeave }: PanelProps) {
  const selected = useGraph((store) => store.selected);
  const entering = useGraph((store) => store.entering);
  const place = useRef<HTMLElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const [id, ...others] = selected;
  const only = others.length === 0 ? id : undefined;

  useEffect(() => {
    if (!entering || only === undefined) return;
    useGraph.setState({ entering: false });
    enter(body.current);
  }, [entering, only]);
  useEffect(() => {
    const step = placeOf(only ?? "");
    const shown = step?.kind === "steps" ? recipe.steps[step.at]?.id : undefined;
    if (shown !== undefined) usePrompt.setState({ step: shown });
  }, [only, recipe]);
  useEffect(() => {
    const panel = place.current;
    // Fields that know Escape themselves, such as lists of proposals, have dealt with it by then.
    const leave = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      onLeave();
    };
    panel?.addEventListener("keydown", leave);
    return () => panel?.removeEventListener("keydown", leave);
  }, [onLeave]);

  if (id === undefined) return null;
  const card = cards.find((candidate) => candidate.id === only);
  const title =
    only === undefined ? t("recipe.graph.several", { count: selected.length }) : (card?.title ?? only);
  const fixed = selected.every((each) => placeOf(each) === null);
  return (
    <section
      ref={place}
      className="graph-panel"
      aria-label={t("recipe.graph.editor", { name: title })}
      data-testid="graph-panel"
    >
      <header className="row graph-panel-head">
        {card ? <LookIcon look={card.look} size={15} /> : null}
        <h2 className="truncate">{title}</h2>
        <span className="spacer" />
        {only === undefined ? null : <PanelFailures id={only} />}
        {only === undefined ? null : <InsertField recipe={recipe} id={only} links={links} />}
        {fixed ? null : (
          <>
            <Button size="small" look="quiet" onPress={duplicateChosen} data-testid="graph-duplicate">
              <Copy aria-hidden /> {t("common.duplicate")}
            </Button>
            <Button
              size="small"
              look="quiet"
              onPress={() => {
                removeChosen();
                onLeave();
              }}
              data-testid="graph-remove"
            >
              <Trash2 aria-hidden /> {t("common.remove")}
            </Button>
          </>
        )}
        <IconButton
          size="small"
          label={t("recipe.graph.close")}
          onPress={() => {
            onLeave();
            select([]);
          }}
          data-testid="graph-close"
        >
          <X aria-hidden />
        </IconButton>
      </header>
      <div className="recipe-editor graph-editor" ref={body}>
        {only === undefined ? (
          <p className="muted small">{t("recipe.graph.severalHint")}</p>
        ) : (
          <CardEditor key={only} recipe={recipe} id={only} />
        )}
      </div>
    </section>
  );
}

/** Gives the focus to the first field, with its text selected so that typing replaces it. */
function enter(body: HTMLElement | null): void {
  const field = body?.querySelector<HTMLElement>(
    "input:not([type=hidden]), textarea, [contenteditable=true], button",
  );
  field?.focus();
  if (field instanceof HTMLInputElement) field.select();
}

/** Puts something that the step can read at the end of its prompt. */
function InsertField({ recipe, id, links }: { recipe: Recipe; id: string; links: readonly Link[] }) {
  const place = placeOf(id);
  if (place?.kind !== "steps") return null;
  const offers = offersFor(recipe, place.at, links);
  if (offers.length === 0) return null;
  return (
    <Menu
      label={t("recipe.graph.insert")}
      items={offers.map(({ name, origin }) => ({ id: name, name, detail: t(`recipe.origin.${origin}`) }))}
      onChoose={(name) => {
        const offer = offers.find((candidate) => candidate.name === name);
        if (offer) edit((before) => inserted(before, place.at, offer));
      }}
      trigger={
        <Button size="small" data-testid="graph-insert">
          <Plus aria-hidden /> {t("recipe.graph.insert")}
        </Button>
      }
    />
  );
}

/** The way from a card to the answers that failed there, for those who do not use a pointer. */
function PanelFailures({ id }: { id: string }) {
  const run = useFigures((store) => store.run);
  const failed = useFigures((store) => store.byId[id]?.failed ?? 0);
  const check = useFigures((store) => store.byId[id]?.check ?? null);
  if (run === null || failed === 0) return null;
  return (
    <Button size="small" look="danger" onPress={() => openTray(run, check)}>
      <CircleX aria-hidden /> {t("recipe.graph.failed", { count: failed })}
    </Button>
  );
}
