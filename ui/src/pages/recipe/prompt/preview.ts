import { create } from "zustand";
import type { Attempt } from "@/generated/Attempt";
import type { Notice } from "@/generated/Notice";
import type { Recipe } from "@/generated/Recipe";
import type { Verdict } from "@/generated/Verdict";
import type { WireError } from "@/generated/WireError";
import { call, wireError } from "@/platform";
import { onNotice } from "@/state/events";
import { perProject } from "@/state/project";
import { keep } from "@/state/recipe";

type PreviewNotice = Extract<Notice, { kind: "preview-text" | "preview-row" | "preview-done" }>;

/** One row of a preview, as far as it has come. */
export interface PreviewRow {
  /** Which try is shown, from 0. */
  attempt: number;
  /** What each step has written so far. */
  text: Record<string, string>;
  /** How the try ended. */
  result: { attempt: Attempt; verdict: Verdict } | null;
}

interface PreviewStore {
  /** The preview that is shown; null before the first. */
  id: number | null;
  running: boolean;
  rows: PreviewRow[];
  seconds: number | null;
  error: WireError | null;
}

const none: PreviewStore = { id: null, running: false, rows: [], seconds: null, error: null };

export const usePreview = create<PreviewStore>(() => none);
perProject(usePreview, none);

/** Notices that arrive before the program has answered with the preview's number. */
let early: PreviewNotice[] | null = null;
let listening = false;

export async function startPreview(
  recipe: Recipe,
  rows: number,
  draw: number,
  pins: Record<string, unknown>,
): Promise<void> {
  if (!listening) {
    listening = true;
    onNotice("preview-text", take);
    onNotice("preview-row", take);
    onNotice("preview-done", take);
  }
  await cancelPreview();
  const blank = (): PreviewRow => ({ attempt: 0, text: {}, result: null });
  usePreview.setState({
    id: null,
    running: true,
    rows: Array.from({ length: rows }, blank),
    seconds: null,
    error: null,
  });
  early = [];
  try {
    await keep();
    const { preview } = await call("preview_start", { recipe, rows, seed: 0, draw, pins });
    usePreview.setState({ id: preview });
    const waiting = early ?? [];
    early = null;
    waiting.forEach(take);
  } catch (thrown) {
    early = null;
    usePreview.setState({ running: false, rows: [], error: wireError(thrown) });
  }
}

export async function cancelPreview(): Promise<void> {
  const { id, running } = usePreview.getState();
  if (id === null || !running) return;
  usePreview.setState({ running: false });
  try {
    await call("preview_cancel", { preview: id });
  } catch (thrown) {
    usePreview.setState({ error: wireError(thrown) });
  }
}

function take(notice: PreviewNotice): void {
  if (early) {
    early.push(notice);
    return;
  }
  usePreview.setState((store) => (notice.preview === store.id ? after(store, notice) : store));
}

/** The state of a preview after a notice. */
export function after(store: PreviewStore, notice: PreviewNotice): PreviewStore {
  if (notice.kind === "preview-done") {
    const error: WireError | null = notice.failure
      ? { code: "failed", message: notice.failure, detail: null }
      : null;
    return { ...store, running: false, seconds: notice.seconds, error };
  }
  return { ...store, rows: store.rows.map((row, at) => (at === notice.row ? rowAfter(row, notice) : row)) };
}

function rowAfter(row: PreviewRow, notice: Exclude<PreviewNotice, { kind: "preview-done" }>): PreviewRow {
  if (notice.kind === "preview-row") {
    return {
      ...row,
      attempt: notice.attempt.attempt,
      result: { attempt: notice.attempt, verdict: notice.verdict },
    };
  }
  const text = notice.attempt === row.attempt && !row.result ? row.text : {};
  return {
    attempt: notice.attempt,
    text: { ...text, [notice.step]: (text[notice.step] ?? "") + notice.text },
    result: null,
  };
}
