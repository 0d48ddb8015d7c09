import type { Part } from "@/components/Chip";
import type { Check } from "@/generated/Check";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { fileName } from "../model/files";
import { valuesOf } from "../model/scopes";
import { show } from "../model/values";
import { idOf, type Kind, kinds } from "./place";

/** What a card is, which decides its colour and sign. */
export type Look = Part | "source" | "check" | "row";

/** A card of the graph. */
export interface Card {
  /** Its place in the document, such as `steps[0]`; `task`, `row`, or the name of a list for a group. */
  id: string;
  title: string;
  /** What it brings or makes. */
  lines: string[];
  look: Look;
  kind: Kind | "task" | "row";
  /** How many items a group stands for; null for a card of one. */
  group: { count: number; open: boolean } | null;
}

/** More of a kind than these make a group. */
export const groupsAbove = 8;

export const looks: Record<Kind, Look> = {
  sources: "source",
  conditions: "condition",
  demonstrations: "demonstration",
  steps: "step",
  checks: "check",
};

/** The recipe as cards, in the order of the document. Lists that are long are one card unless they are `open`. */
export function cardsOf(recipe: Recipe, columns: readonly string[], open: ReadonlySet<Kind>): Card[] {
  const items = itemsOf(recipe);
  return [
    {
      id: "task",
      title: t("recipe.section.task"),
      lines: [recipe.task.goal],
      look: "task",
      kind: "task",
      group: null,
    },
    ...kinds.flatMap((kind): Card[] => {
      const cards = items[kind].map(({ title, lines }, at) => ({
        id: idOf(kind, at),
        title,
        lines,
        look: looks[kind],
        kind,
        group: null,
      }));
      if (cards.length <= groupsAbove) return cards;
      const group: Card = {
        id: kind,
        title: t("recipe.graph.group", { name: t(`recipe.section.${kind}`), count: cards.length }),
        lines: open.has(kind) ? [] : [cards.map(({ title }) => title).join(", ")],
        look: looks[kind],
        kind,
        group: { count: cards.length, open: open.has(kind) },
      };
      return open.has(kind) ? [group, ...cards] : [group];
    }),
    {
      id: "row",
      title: t("recipe.graph.row"),
      lines: cut(columns),
      look: "row",
      kind: "row",
      group: null,
    },
  ];
}

/** Lines that a card has room for; the last one counts what is left out. */
const mostLines = 6;

function cut(lines: readonly string[]): string[] {
  if (lines.length <= mostLines) return [...lines];
  const shown = lines.slice(0, mostLines - 1);
  return [...shown, t("recipe.graph.more", { count: lines.length - shown.length })];
}

function itemsOf(recipe: Recipe): Record<Kind, { title: string; lines: string[] }[]> {
  return {
    sources: recipe.sources.map(({ name, file, fields }) => ({
      title: name,
      lines: [fileName(file), Object.keys(fields).join(", ")].filter(Boolean),
    })),
    conditions: recipe.conditions.map((condition) => ({
      title: condition.name,
      lines: [valuesOf(condition, recipe).slice(0, 3).map(show).join(", ")],
    })),
    demonstrations: recipe.demonstrations.map(({ name, count, source }) => ({
      title: name,
      lines: [`${count} × ${source}`],
    })),
    steps: recipe.steps.map(({ id, output }) => ({
      title: id,
      lines: cut(
        Object.entries(output).map(([name, { type }]) =>
          t("recipe.graph.field", { name, type: t(`recipe.type.${type}.name`).toLowerCase() }),
        ),
      ),
    })),
    checks: recipe.checks.map((check) => ({
      title: t(`recipe.check.${check.kind}.name`),
      lines: [limitOf(check)],
    })),
  };
}

/** What a check asks for, in a few words. */
function limitOf(check: Check): string {
  const { field } = check;
  switch (check.kind) {
    case "length":
      return t("recipe.graph.checkOf", {
        field,
        limit: check.band ?? (check.words ?? []).join("–"),
      });
    case "required":
      return t("recipe.graph.checkOf", { field, limit: [...check.words, ...check.values_of].join(", ") });
    case "forbidden":
      return t("recipe.graph.checkOf", { field, limit: check.words.join(", ") });
    case "rouge-l":
      return t("recipe.graph.checkOf", { field, limit: `≤ ${check.max}` });
    case "likely":
      return t("recipe.graph.checkOf", { field, limit: `≥ ${check.min}` });
    case "holds":
      return check.test;
    case "duplicate":
      return field;
  }
}

/** The card that stands for another now: itself, or the group that it is folded into. */
export function shownAs(id: string, cards: readonly Card[]): string | null {
  if (cards.some((card) => card.id === id)) return id;
  const kind = kinds.find((candidate) => id.startsWith(`${candidate}[`));
  return kind && cards.some((card) => card.id === kind) ? kind : null;
}
