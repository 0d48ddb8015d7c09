import type { Link } from "./edges";
import type { Card } from "./nodes";

export const cardWidth = 204;
const columnGap = 52;
const rowGap = 14;
const lineHeight = 20;
/** Title and padding of a card, as the stylesheet draws them. */
const cardFrame = 40;

export interface Box {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Height of a card with so many lines, as the stylesheet draws it. */
export function cardHeight(lines: number): number {
  return cardFrame + lines * lineHeight;
}

/** Cards from left to right: what prompts read, the steps in order of need, the checks, the finished row. */
export function laidOut(
  cards: readonly Card[],
  links: readonly Link[],
  linesOf: (card: Card) => number,
): Box[] {
  const column = columnsOf(cards, links);
  const columns = new Map<number, Card[]>();
  for (const card of cards) {
    const at = column.get(card.id) ?? 0;
    columns.set(at, [...(columns.get(at) ?? []), card]);
  }
  return [...columns.entries()]
    .sort(([a], [b]) => a - b)
    .flatMap(([, inColumn], order) => {
      const heights = inColumn.map((card) => cardHeight(linesOf(card)));
      let y = -heights.reduce((sum, height) => sum + height + rowGap, -rowGap) / 2;
      return inColumn.map(({ id }, at) => {
        const height = heights[at] ?? 0;
        const box = { id, x: order * (cardWidth + columnGap), y, width: cardWidth, height };
        y += height + rowGap;
        return box;
      });
    });
}

/** Stages that follow each other whatever the links say, so that a kind is found in one place. */
const stageOf: Record<Card["kind"], number> = {
  task: 0,
  sources: 0,
  conditions: 0,
  demonstrations: 0,
  steps: 1,
  checks: 2,
  row: 3,
};

function columnsOf(cards: readonly Card[], links: readonly Link[]): Map<string, number> {
  const found = new Map<string, number>();
  let first = 0;
  for (let stage = 0; stage <= 3; stage++) {
    const here = cards.filter((card) => stageOf[card.kind] === stage);
    const depths = depthsOf(new Set(here.map(({ id }) => id)), links);
    for (const [id, depth] of depths) found.set(id, first + depth);
    if (depths.size > 0) first += 1 + Math.max(...depths.values());
  }
  return found;
}

/** How many cards lie before each, among these; a circle, which the recipe's check reports, ends the count. */
function depthsOf(ids: ReadonlySet<string>, links: readonly Link[]): Map<string, number> {
  const within = links.filter(
    ({ source, target }) => source !== target && ids.has(source) && ids.has(target),
  );
  const found = new Map([...ids].map((id) => [id, 0]));
  for (let round = 0; round < ids.size; round++) {
    let moved = false;
    for (const { source, target } of within) {
      const after = (found.get(source) ?? 0) + 1;
      if (after > (found.get(target) ?? 0) && after < ids.size) {
        found.set(target, after);
        moved = true;
      }
    }
    if (!moved) break;
  }
  return found;
}

const margin = 24;

/**
 * Where the canvas must stand to show all cards, no smaller than `smallest`: what does not fit is left out at the right,
 * where the chain ends. The library's own fit leaves out cards that were never drawn.
 */
export function viewOf(
  boxes: readonly Box[],
  room: { width: number; height: number },
  smallest: number,
): { x: number; y: number; zoom: number } {
  const left = Math.min(...boxes.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y));
  const width = Math.max(...boxes.map((box) => box.x + box.width)) - left;
  const height = Math.max(...boxes.map((box) => box.y + box.height)) - top;
  const fits = Math.min((room.width - 2 * margin) / width, (room.height - 2 * margin) / height, 1);
  const zoom = Math.max(fits, smallest);
  return {
    x: Math.max(margin, (room.width - width * zoom) / 2) - left * zoom,
    y: (room.height - height * zoom) / 2 - top * zoom,
    zoom,
  };
}

export type Direction = "left" | "right" | "up" | "down" | "first" | "last";

/** The card next to another as they lie: up and down within its column, left and right to the nearest of the next one. */
export function neighbour(boxes: readonly Box[], id: string | null, direction: Direction): string | null {
  const inOrder = [...boxes].sort((a, b) => a.x - b.x || a.y - b.y);
  const here = boxes.find((box) => box.id === id);
  if (!here || direction === "first") return inOrder[0]?.id ?? null;
  if (direction === "last") return inOrder.at(-1)?.id ?? null;
  const middle = (box: Box) => box.y + box.height / 2;
  if (direction === "up" || direction === "down") {
    const column = inOrder.filter(({ x }) => x === here.x);
    const at = column.indexOf(here) + (direction === "up" ? -1 : 1);
    return column[at]?.id ?? here.id;
  }
  const beyond = inOrder.filter(({ x }) => (direction === "left" ? x < here.x : x > here.x));
  const x = direction === "left" ? beyond.at(-1)?.x : beyond[0]?.x;
  const [first, ...others] = beyond.filter((box) => box.x === x);
  if (!first) return here.id;
  const away = (box: Box) => Math.abs(middle(box) - middle(here));
  return others.reduce((best, box) => (away(box) < away(best) ? box : best), first).id;
}
