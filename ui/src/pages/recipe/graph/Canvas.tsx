import {
  Background,
  BackgroundVariant,
  type IsValidConnection,
  MiniMap,
  type OnConnectEnd,
  Position,
  ReactFlow,
  type ReactFlowState,
  useReactFlow,
  useStore,
} from "@xyflow/react";
import { type MouseEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { useApp } from "@/state/app";
import { edit, useRecipe } from "@/state/recipe";
import { lies, useProblems } from "../model/problems";
import { figureLines } from "./CardFigures";
import type { Link } from "./edges";
import { type CardNode, elementId, GraphCard } from "./GraphCard";
import { inserted, joint } from "./insert";
import { keeper } from "./keep";
import { Lines } from "./Lines";
import { laidOut, viewOf } from "./layout";
import { type Card, shownAs } from "./nodes";
import { OfferMenu, type Question } from "./OfferMenu";
import { kinds, nodeOfPath } from "./place";
import { select, toggleSelected, useGraph } from "./state";
import { openCard, takeGraphKey } from "./useKeys";

const nodeTypes = { card: GraphCard };
const least = 0.15;
const most = 1.6;
/** At first, long chains are panned rather than drawn too small to read; who asks for the whole sees it. */
const readable = 0.7;
const handleSize = 10;

export interface CanvasHandle {
  focus: () => void;
  reveal: (id: string) => void;
  zoom: (by: "in" | "out" | "fit") => void;
}

interface CanvasProps {
  recipe: Recipe;
  cards: readonly Card[];
  links: readonly Link[];
  onReady: (canvas: CanvasHandle | null) => void;
}

/** The cards and lines. It holds the keyboard's focus and says which card it is on. */
export function Canvas({ recipe, cards, links, onReady }: CanvasProps) {
  const problems = useProblems();
  const running = useApp((store) => store.app?.running !== null && store.app?.running !== undefined);
  const active = useGraph((store) => store.active);
  const flow = useReactFlow();
  const [question, setQuestion] = useState<Question | null>(null);
  const [keepNodes] = useState(() => keeper<CardNode>());
  const place = useRef<HTMLDivElement>(null);

  const shown = useMemo(() => {
    const found = new Map<string, Link>();
    for (const link of links.flatMap((each) => shownLink(each, cards)))
      found.set(`${link.source} ${link.target}`, link);
    return [...found.values()];
  }, [links, cards]);
  const boxes = useMemo(() => {
    const hasProblem = (card: Card) => problems.some((problem) => belongs(problem.path, card));
    return laidOut(
      cards,
      shown,
      (card) => card.lines.length + (hasProblem(card) ? 1 : 0) + (running ? figureLines(card) : 0),
    );
  }, [cards, shown, problems, running]);

  const nodes = useMemo(() => {
    const byId = new Map(boxes.map((box) => [box.id, box]));
    const titles = new Map(cards.map(({ id, title }) => [id, title]));
    return keepNodes(
      cards.map((card): CardNode => {
        const { x = 0, y = 0, width = 0, height = 0 } = byId.get(card.id) ?? {};
        const here = problems.filter((problem) => belongs(problem.path, card));
        const worst = here.find(({ severity }) => severity === "error") ?? here[0];
        const side = { y: height / 2 - handleSize / 2, width: handleSize, height: handleSize };
        return {
          id: card.id,
          type: "card",
          position: { x, y },
          width,
          height,
          // Given, so that lines to cards that were never drawn can be.
          handles: [
            { type: "source", position: Position.Right, x: width - handleSize / 2, ...side },
            { type: "target", position: Position.Left, x: -handleSize / 2, ...side },
          ],
          data: {
            card,
            problem: worst ? { message: worst.message, severity: worst.severity, count: here.length } : null,
            running,
            reads: shown.flatMap(({ source, target }) =>
              target === card.id ? (titles.get(source) ?? []) : [],
            ),
          },
        };
      }),
    );
  }, [boxes, cards, shown, problems, running, keepNodes]);

  const looks = useMemo(() => new Map(cards.map(({ id, look }) => [id, look])), [cards]);

  const reveal = useCallback(
    (id: string) => {
      // After the editor has taken its room.
      requestAnimationFrame(() => {
        const node = flow.getNode(id);
        const view = place.current;
        if (!node || !view) return;
        const { width, height } = view.getBoundingClientRect();
        const { x: dx, y: dy, zoom } = flow.getViewport();
        const left = node.position.x * zoom + dx;
        const top = node.position.y * zoom + dy;
        const right = left + (node.width ?? 0) * zoom;
        const bottom = top + (node.height ?? 0) * zoom;
        const edge = 16;
        const by = (low: number, high: number, room: number) =>
          low < edge ? edge - low : high > room - edge ? Math.max(room - edge - high, edge - low) : 0;
        const [x, y] = [by(left, right, width), by(top, bottom, height)];
        if (x !== 0 || y !== 0) void flow.setViewport({ x: dx + x, y: dy + y, zoom });
      });
    },
    [flow],
  );
  const show = useCallback(
    (smallest: number) => {
      const room = place.current?.getBoundingClientRect();
      if (room) void flow.setViewport(viewOf(boxes, room, smallest));
    },
    [flow, boxes],
  );
  useEffect(() => {
    onReady({
      focus: () => place.current?.focus({ preventScroll: true }),
      reveal,
      zoom: (by) => {
        if (by === "fit") show(least);
        else if (by === "in") void flow.zoomIn();
        else void flow.zoomOut();
      },
    });
    return () => onReady(null);
  }, [onReady, reveal, show, flow]);
  // A selected card stays in sight when it is made or moved, and when the editor takes its room below.
  const only = useGraph((graph) => (graph.selected.length === 1 ? graph.selected[0] : undefined));
  const at = boxes.find(({ id }) => id === only);
  // biome-ignore lint/correctness/useExhaustiveDependencies: shown again where it has moved to
  useEffect(() => {
    const view = place.current;
    // What had the focus may be gone with its card; and whoever opens the graph by key goes on by key.
    if (only === undefined && document.activeElement === document.body) view?.focus({ preventScroll: true });
    if (only === undefined || !view) return;
    reveal(only);
    const resized = new ResizeObserver(() => reveal(only));
    resized.observe(view);
    return () => resized.disconnect();
  }, [only, at?.x, at?.y, reveal]);

  // A list that was folded or unfolded moves everything; its head stays in sight.
  const open = useGraph((graph) => graph.open);
  // biome-ignore lint/correctness/useExhaustiveDependencies: shown again where it has moved to
  useEffect(() => {
    const { active } = useGraph.getState();
    if (active !== null && kinds.some((kind) => kind === active)) reveal(active);
  }, [open, reveal]);

  const choose = useCallback((event: MouseEvent, node: { id: string }) => {
    place.current?.focus({ preventScroll: true });
    if (event.ctrlKey || event.metaKey || event.shiftKey) toggleSelected(node.id);
    else openCard(node.id);
  }, []);

  const finish: OnConnectEnd = useCallback(
    (event, { fromNode }) => {
      const point = "clientX" in event ? event : event.changedTouches[0];
      const over = point && document.elementFromPoint(point.clientX, point.clientY);
      const to = over?.closest<HTMLElement>(".react-flow__node")?.dataset.id;
      const now = useRecipe.getState().recipe;
      const found = now && fromNode && to ? joint(now, fromNode.id, to, links) : null;
      if (!found || !to || !point) return;
      if ("change" in found) edit(found.change);
      else {
        const step = Number(/\d+/.exec(to)?.[0]);
        const [offer, ...others] = found.offers;
        if (!offer) return;
        if (others.length > 0) {
          setQuestion({ step, offers: found.offers, x: point.clientX, y: point.clientY });
          return;
        }
        edit((before) => inserted(before, step, offer));
      }
      select([to]);
    },
    [links],
  );
  const valid: IsValidConnection = useCallback(
    ({ source, target }) => joint(recipe, source, target, links) !== null,
    [recipe, links],
  );

  const far = useStore(isFar);
  const current = active === null ? null : shownAs(active, cards);
  return (
    <div className="graph-place" data-far={far || undefined}>
      <ReactFlow
        ref={place}
        className="graph-canvas"
        nodes={nodes}
        nodeTypes={nodeTypes}
        onlyRenderVisibleElements
        disableKeyboardA11y
        nodesFocusable={false}
        nodesDraggable={false}
        elementsSelectable={false}
        connectOnClick={false}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        panActivationKeyCode={null}
        zoomActivationKeyCode={null}
        isValidConnection={valid}
        onConnectEnd={finish}
        onNodeClick={choose}
        onPaneClick={() => {
          place.current?.focus({ preventScroll: true });
          select([]);
        }}
        onInit={() => show(readable)}
        minZoom={least}
        maxZoom={most}
        zoomOnDoubleClick={false}
        proOptions={{ hideAttribution: true }}
        tabIndex={0}
        aria-label={t("recipe.graph.title")}
        aria-description={t("recipe.graph.keys")}
        aria-activedescendant={current === null ? undefined : elementId(current)}
        onFocus={(event) => {
          if (event.target === event.currentTarget && current === null)
            useGraph.setState({ active: boxes[0]?.id ?? null });
        }}
        onKeyDown={(event) => {
          if (event.target === event.currentTarget) takeGraphKey(event, { boxes, reveal });
        }}
      >
        <Lines boxes={boxes} links={shown} looks={looks} />
        {far ? null : <Background variant={BackgroundVariant.Dots} gap={18} size={1} />}
        <Overview />
      </ReactFlow>
      <OfferMenu
        question={question}
        onClose={() => setQuestion(null)}
        onChoose={({ step }, offer) => {
          edit((before) => inserted(before, step, offer));
          select([`steps[${step}]`]);
        }}
      />
    </div>
  );
}

/** Whether a problem is shown at a card; a folded list shows those of its items. */
function belongs(path: string, card: Card): boolean {
  if (!card.group) return nodeOfPath(path) === card.id;
  return !card.group.open && lies({ path }, card.id);
}

/** A link between the cards that are shown; none where both ends are folded into one. */
function shownLink({ source, target }: Link, cards: readonly Card[]): Link[] {
  const [from, to] = [shownAs(source, cards), shownAs(target, cards)];
  return from !== null && to !== null && from !== to ? [{ source: from, target: to }] : [];
}

/** Whether cards are too small to be read; then they are drawn without words, which is much quicker. */
function isFar({ transform }: ReactFlowState): boolean {
  return transform[2] < 0.32;
}

/** Whether there is more than is seen. */
function exceeds({ nodes, transform: [x, y, zoom], width, height }: ReactFlowState): boolean {
  return nodes.some(({ position, width: wide = 0, height: high = 0 }) => {
    const [left, top] = [position.x * zoom + x, position.y * zoom + y];
    return left < -1 || top < -1 || left + wide * zoom > width + 1 || top + high * zoom > height + 1;
  });
}

/** A small picture of the whole, where not all of it is in view. */
function Overview() {
  const shown = useStore(exceeds);
  if (!shown) return null;
  return (
    <MiniMap
      className="graph-map"
      ariaLabel={t("recipe.graph.map")}
      nodeClassName={({ data }) => `graph-map-${(data as CardNode["data"]).card.look}`}
      nodeBorderRadius={6}
      pannable
      zoomable
    />
  );
}
