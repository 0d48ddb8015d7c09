import type { BulkChange } from "@/generated/BulkChange";
import type { Left } from "@/generated/Left";
import type { LeftRows } from "@/generated/LeftRows";
import type { Show } from "@/generated/Show";
import { t } from "@/locales/t";
import type { Column } from "../columns";
import { readText } from "../edit";

export const kinds = ["accept", "reject", "set", "replace"] as const;
export type Kind = (typeof kinds)[number];

/** A change of many rows while it is being described. */
export interface ChangeDraft {
  kind: Kind;
  reason: string;
  /** Field to set, and its value as typed or chosen; null where none was yet. */
  field: string | null;
  value: string | null;
  /** Field in which words are replaced. */
  text: string | null;
  find: string;
  with: string;
  wholeWords: boolean;
  matchCase: boolean;
}

/** Fields that can have one value in many rows. Labels come first: they are what is set most. */
export function settable(columns: readonly Column[]): Column[] {
  const kinds: readonly Column["kind"][] = ["label", "boolean", "number", "text"];
  return kinds.flatMap((kind) => columns.filter((column) => column.kind === kind));
}

/** Fields that hold words. */
export function wordy(columns: readonly Column[]): Column[] {
  return columns.filter(({ kind }) => kind === "text" || kind === "list");
}

/** Accepting makes sense where rejected rows are shown; elsewhere a label is what is changed most. */
export function startingWith(show: Show): ChangeDraft {
  return {
    kind: show === "rejected" ? "accept" : "set",
    reason: "",
    field: null,
    value: null,
    text: null,
    find: "",
    with: "",
    wholeWords: true,
    matchCase: true,
  };
}

/** The field that a draft is about: the chosen one, or else the first. */
export function fieldOf(chosen: string | null, columns: readonly Column[]): Column | null {
  return columns.find(({ id }) => id === chosen) ?? columns[0] ?? null;
}

/** The change that a draft describes; null while something is missing. */
export function changeOf(draft: ChangeDraft, columns: readonly Column[]): BulkChange | null {
  switch (draft.kind) {
    case "accept":
      return { change: "accept" };
    case "reject":
      return { change: "reject", reason: draft.reason.trim() };
    case "set": {
      const column = fieldOf(draft.field, settable(columns));
      if (!column || draft.value === null) return null;
      const value = readText(draft.value, column.kind, null);
      return value === null ? null : { change: "set", field: column.id, value };
    }
    case "replace": {
      const column = fieldOf(draft.text, wordy(columns));
      if (!column || draft.find === "") return null;
      const { find, with: put, wholeWords, matchCase } = draft;
      return {
        change: "replace",
        field: column.id,
        replacement: { find, with: put, whole_words: wholeWords, match_case: matchCase },
      };
    }
  }
}

const reasons: Readonly<Record<Left, Parameters<typeof t>[0]>> = {
  same: "data.bulk.left.same",
  judged: "data.bulk.left.judged",
  "not-found": "data.bulk.left.notFound",
  "no-field": "data.bulk.left.noField",
  waiting: "data.bulk.left.waiting",
  unread: "data.bulk.left.unread",
};

/** '40 rows stay as they are: 30 are so already, 10 were judged by a person.' Nothing where all change. */
export function leftWords(left: readonly LeftRows[]): string {
  const rows = left.reduce((sum, one) => sum + one.rows, 0);
  if (rows === 0) return "";
  const why = left.map((one) => t(reasons[one.why], { count: one.rows })).join(", ");
  return t("data.bulk.left.all", { count: rows, why });
}
