import { createStore, type StoreApi } from "zustand";
import type { QueuedRow } from "@/generated/QueuedRow";
import type { ReviewOrder } from "@/generated/ReviewOrder";
import type { ReviewQueue } from "@/generated/ReviewQueue";
import type { RowDetail } from "@/generated/RowDetail";
import type { RowRequest } from "@/generated/RowRequest";
import type { RowSummary } from "@/generated/RowSummary";
import type { Scale } from "@/generated/Scale";
import type { WireError } from "@/generated/WireError";
import { call, wireError } from "@/platform";
import { showFailure } from "@/state/app";
import { type Deed, deedsOf, isLast } from "./deeds";
import { inTurn } from "./inTurn";
import { broughtBack, judged, keyOf } from "./queue";
import type { Word } from "./word";

/** Rows whose texts are read before their turn. */
const ahead = 3;

/** What is known of a row: all about it, or why that cannot be read. */
export type Read = { detail: RowDetail } | { error: WireError };

/** What was done last. */
export type Done =
  | { kind: "judged"; judgment: Word; row: RowSummary | null }
  | { kind: "edited"; field: string; row: RowSummary }
  /** An edit was taken back, as `what` says. */
  | { kind: "unedited"; what: string; row: RowSummary }
  /** Many rows were changed at once, or that was taken back, as `what` says. */
  | { kind: "changed-many" | "unchanged-many"; what: string }
  | { kind: "taken-back" }
  /** What was to be taken back is no longer the last change of the run: something else was changed or taken back since. */
  | { kind: "changed-elsewhere" }
  | { kind: "nothing-to-take-back" };

export interface ReviewState {
  /** The rows still to be judged, the one on screen first; null until the program answered. */
  queue: ReviewQueue | null;
  /** Why there is no queue. */
  error: WireError | null;
  /** Why a judgment was not kept or not taken back. */
  failure: WireError | null;
  /** It was not kept; its row is on screen again. */
  broughtBack: boolean;
  done: Done | null;
  /** A judgment is being taken back: the row on screen is about to give way. */
  takingBack: boolean;
  /** Rows read so far, by `keyOf`. */
  read: Readonly<Record<string, Read>>;
}

/** The review of a run in one order. */
export interface Review {
  store: StoreApi<ReviewState>;
  /** Asks for the queue, once every judgment has arrived. */
  load: () => Promise<void>;
  /** Judges or rates the row on screen; the next takes its place at once. Does nothing where `row` is no longer that row. */
  judge: (row: RowRequest, word: Word, note: string) => void;
  /** Takes back what was done last: a judgment, an edit or a change of many rows. Shows the row of a judgment or edit again. */
  takeBack: () => void;
  edit: (row: RowRequest, field: string, value: unknown) => Promise<void>;
  /** Many rows were changed at once, as `what` says; the next undo takes that back. */
  changedMany: (what: string) => void;
  /** Reads a row again. */
  readAgain: (row: RowRequest) => void;
  /** The page is left: what fails from now on is shown by the window. */
  leave: () => void;
}

/** What rows are chosen and judged by. */
interface Wanted {
  /** Rows are rated where there is a scale, and judged otherwise. */
  scale: Scale | null;
  /** How many rows can be judged, for orders that choose so many. */
  budget: number | null;
}

export function startReview(run: number, order: ReviewOrder, { scale, budget }: Wanted): Review {
  /** Who judges disagreements says the final word on them, and no word of their own beside the others. */
  const adjudicate = order === "disagreements";
  const store = createStore<ReviewState>(() => ({
    queue: null,
    error: null,
    failure: null,
    broughtBack: false,
    done: null,
    takingBack: false,
    read: {},
  }));
  const { getState: get, setState: set } = store;
  const rated = scale ? { scale } : {};
  const deeds = deedsOf(run);
  /** Judgments of other kinds are taken back where they were made. */
  const judging = `${adjudicate} ${scale ?? ""}`;
  const noteChange = async (kind: "edited" | "changed-many") => {
    const next = await call("change_next", { run }).catch(() => null);
    deeds.push({ kind, change: next?.undo ?? null });
  };
  /** Rows as they stood in the queue when they were judged. */
  const before = new Map<string, QueuedRow>();
  const asked = new Set<string>();
  let failures = 0;
  let loads = 0;
  let left = false;

  const keep = (row: RowRequest, read: Read) =>
    set((state) => ({ read: { ...state.read, [keyOf(row)]: read } }));
  const forget = (row: RowRequest) => {
    const { [keyOf(row)]: _gone, ...read } = get().read;
    asked.delete(keyOf(row));
    set({ read });
  };
  const readAhead = () => {
    for (const { row } of get().queue?.rows.slice(0, ahead + 1) ?? []) {
      if (asked.has(keyOf(row))) continue;
      asked.add(keyOf(row));
      call("row_detail", row).then(
        (detail) => keep(row, { detail }),
        (thrown) => keep(row, { error: wireError(thrown) }),
      );
    }
  };
  const change = (part: Partial<ReviewQueue>) => {
    set(({ queue }) => ({ queue: queue && { ...queue, ...part } }));
    readAhead();
  };
  const bringBack = (row: QueuedRow) => change({ rows: broughtBack(get().queue?.rows ?? [], row) });
  const fail = (thrown: unknown, broughtBack: boolean) => {
    if (left) showFailure(thrown);
    else set({ failure: wireError(thrown), broughtBack, done: null });
  };

  const load = async () => {
    left = false;
    const mine = ++loads;
    set({ error: null });
    try {
      const asked = { run, order, ...rated, ...(budget === null ? {} : { budget }) };
      const queue = await inTurn(async () => null).then(() => call("review_queue", asked));
      if (mine !== loads) return;
      set({ queue });
      readAhead();
    } catch (thrown) {
      if (mine === loads) set({ error: wireError(thrown) });
    }
  };

  const send = (row: RowRequest, word: Word, note: string): Promise<Partial<ReviewQueue>> => {
    if (word.judgment === "rate")
      return call("review_rate", { row, rating: word.rating, note }).then((progress) => ({ progress }));
    // A rating is put off by leaving it out: the row stays among those without one.
    if (scale && word.judgment === "put-off") return Promise.resolve({});
    const judged = { row, judgment: word, note, order, adjudicate };
    return call("review_judge", judged).then((progress) => ({ progress }));
  };

  const judge = (row: RowRequest, judgment: Word, note: string) => {
    const { queue, takingBack, read } = get();
    const first = queue?.rows[0];
    if (!queue || !first || takingBack || keyOf(first.row) !== keyOf(row)) return;
    const known = read[keyOf(row)];
    before.set(keyOf(row), first);
    set({
      failure: null,
      done: { kind: "judged", judgment, row: known && "detail" in known ? known.detail.summary : null },
    });
    change({ rows: judged(queue.rows, judgment) });
    inTurn(() => send(row, judgment, note)).then(
      (told) => {
        // A rating that is put off is none.
        if (!scale || judgment.judgment === "rate") deeds.push({ kind: "judged", judging });
        // A label or a rejection has changed the row, should it be seen again.
        if (judgment.judgment !== "put-off") forget(row);
        change(told);
      },
      (thrown) => {
        failures += 1;
        bringBack(first);
        fail(thrown, true);
      },
    );
  };

  const manyChanged = (done: Done) => {
    asked.clear();
    set({ read: {}, failure: null, done });
    void load();
  };
  const takeJudgmentBack = async () => {
    const { row, progress } = await call("review_take_back", { run, adjudicate, ...rated });
    forget(row);
    bringBack(before.get(keyOf(row)) ?? { row, why: "", put_off: false });
    change({ progress });
    set({ done: { kind: "taken-back" } });
  };
  const takeChangeBack = async (deed: Extract<Deed, { kind: "edited" | "changed-many" }>) => {
    if (!isLast(deed.change, (await call("change_next", { run })).undo)) {
      set({ done: { kind: "changed-elsewhere" } });
      return;
    }
    const { what, row } = await call("change_undo", { run });
    if (deed.kind === "changed-many") {
      manyChanged({ kind: "unchanged-many", what });
      return;
    }
    forget(row);
    const queued = get().queue?.rows.find((one) => keyOf(one.row) === keyOf(row));
    if (queued) bringBack(queued);
    set({ done: { kind: "unedited", what, row } });
  };

  const takeBack = () => {
    if (!get().queue || get().takingBack) return;
    set({ takingBack: true, failure: null });
    const known = failures;
    inTurn(async () => {
      // The judgment that was meant did not arrive: taking back would hit the one before it.
      if (failures !== known) return;
      const at = deeds.findLastIndex((deed) => deed.kind !== "judged" || deed.judging === judging);
      const deed = deeds[at];
      try {
        // Of judgments from before the project was opened, the program alone knows.
        if (!deed || deed.kind === "judged") await takeJudgmentBack();
        else await takeChangeBack(deed);
      } catch (thrown) {
        if (wireError(thrown).code !== "not-found") throw thrown;
        set({ done: { kind: "nothing-to-take-back" } });
      }
      if (deed) deeds.splice(at, 1);
    })
      .catch((thrown) => fail(thrown, false))
      .finally(() => set({ takingBack: false }));
  };

  const edit = async (row: RowRequest, field: string, value: unknown) => {
    const summary = await inTurn(async () => {
      const after = await call("row_edit", { row, field, value });
      await noteChange("edited");
      return after;
    });
    const known = get().read[keyOf(row)];
    if (known && "detail" in known) keep(row, { detail: { ...known.detail, summary } });
    set({ done: { kind: "edited", field, row: summary } });
  };

  return {
    store,
    load,
    judge,
    takeBack,
    edit,
    changedMany: (what) => {
      void inTurn(() => noteChange("changed-many"));
      manyChanged({ kind: "changed-many", what });
    },
    readAgain: (row) => {
      forget(row);
      readAhead();
    },
    leave: () => {
      left = true;
    },
  };
}
