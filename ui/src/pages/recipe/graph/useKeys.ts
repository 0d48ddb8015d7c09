import { type KeyboardEvent, type RefObject, useMemo } from "react";
import { useOffer } from "@/app/useOffer";
import { t } from "@/locales/t";
import { useRecipe } from "@/state/recipe";
import { type Box, type Direction, neighbour } from "./layout";
import { kinds } from "./place";
import {
  copyChosen,
  duplicateChosen,
  paste,
  removeChosen,
  select,
  selectAll,
  toggleGroup,
  toggleSelected,
  useClipboard,
  useGraph,
} from "./state";

/** Where keys count as keys of the graph: they do something else in the editor. */
export const canvas = ".graph-canvas";

const directions: Record<string, Direction> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "first",
  End: "last",
};

interface Keys {
  boxes: readonly Box[];
  /** Brings a card into view. */
  reveal: (id: string) => void;
}

/** Keys that move among the cards and open them. */
export function takeGraphKey(event: KeyboardEvent, { boxes, reveal }: Keys): void {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const { active } = useGraph.getState();
  const direction = directions[event.key];
  if (direction) {
    const next = neighbour(boxes, active, direction);
    if (next !== null) {
      useGraph.setState({ active: next });
      reveal(next);
    }
  } else if (event.key === "Enter" && active !== null) {
    openCard(active, true);
  } else if (event.key === " " && active !== null) {
    toggleSelected(active);
  } else if (event.key === "Escape") {
    select([]);
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

/** Opens the editor of a card; a group unfolds. */
export function openCard(id: string, entering = false): void {
  const group = kinds.find((kind) => kind === id);
  if (group) toggleGroup(group);
  else select([id], entering);
}

/** Gives the focus to the first button: a toolbar that is entered hands it to the last one used, so it is asked twice. */
function enterToolbar(toolbar: HTMLElement | null): void {
  const first = toolbar?.querySelector("button");
  first?.focus();
  first?.focus();
}

/** The graph's commands, by name in the palette and by key on the canvas. */
export function useGraphCommands(fit: () => void, toolbar: RefObject<HTMLElement | null>): void {
  const none = useGraph((store) => store.selected.length === 0 && store.active === null);
  const empty = useClipboard((store) => Object.values(store.parts).every((list) => list.length === 0));
  const recipe = useRecipe((store) => store.recipe !== null);
  const commands = useMemo(
    () => [
      {
        id: "graph-add",
        name: t("recipe.graph.add"),
        keys: "A",
        run: () => enterToolbar(toolbar.current),
      },
      { id: "graph-fit", name: t("recipe.graph.fit"), keys: "F", run: fit },
      {
        id: "graph-remove",
        name: t("recipe.graph.remove"),
        keys: "Delete",
        run: removeChosen,
        disabled: none,
        within: canvas,
      },
      {
        id: "graph-duplicate",
        name: t("recipe.graph.duplicate"),
        keys: "Ctrl+D",
        run: duplicateChosen,
        disabled: none,
        within: canvas,
      },
      {
        id: "graph-copy",
        name: t("recipe.graph.copy"),
        keys: "Ctrl+C",
        run: copyChosen,
        disabled: none,
        within: canvas,
      },
      {
        id: "graph-paste",
        name: t("recipe.graph.paste"),
        keys: "Ctrl+V",
        run: paste,
        disabled: empty,
        within: canvas,
      },
      {
        id: "graph-all",
        name: t("recipe.graph.selectAll"),
        keys: "Ctrl+A",
        run: selectAll,
        disabled: !recipe,
        within: canvas,
      },
    ],
    [none, empty, recipe, fit, toolbar],
  );
  useOffer("graph", commands);
}
