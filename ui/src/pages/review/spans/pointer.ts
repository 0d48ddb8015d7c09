import { lettersOf, type Range } from "./model";

/** The character of a text that a place in the document is at; its pieces say with `data-start` where each begins. */
function letterAt(root: Element, node: Node, offset: number): number | null {
  const element = node instanceof Element ? node : node.parentElement;
  const piece = element?.closest("[data-start]");
  if (!piece || !root.contains(piece)) return null;
  const before = document.createRange();
  before.selectNodeContents(piece);
  before.setEnd(node, offset);
  return Number((piece as HTMLElement).dataset.start) + lettersOf(before.toString()).length;
}

/** What is selected with the pointer within a text; null where nothing is, or it reaches out of the text. */
export function pointedAt(root: Element): Range | null {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(0);
  const start = letterAt(root, startContainer, startOffset);
  const end = letterAt(root, endContainer, endOffset);
  return start === null || end === null || start >= end ? null : { start, end };
}
