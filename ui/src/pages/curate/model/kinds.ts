import {
  Activity,
  Ban,
  Bot,
  BrainCircuit,
  CircleHelp,
  Copy,
  FileLock2,
  Files,
  Gauge,
  GraduationCap,
  Languages,
  ListChecks,
  type LucideIcon,
  Magnet,
  MessageCircleOff,
  Network,
  OctagonAlert,
  Puzzle,
  Repeat,
  Ruler,
  Scale,
  ShieldAlert,
  Split,
  Star,
  Sun,
  Tag,
  Tags,
  TrendingDown,
  Users,
  Waypoints,
  Weight,
} from "lucide-react";
import type { CurationRule } from "@/generated/CurationRule";
import type { CurationStart } from "@/generated/CurationStart";
import type { CurationStep } from "@/generated/CurationStep";
import type { Column, ColumnKind } from "@/pages/data/columns";
import { isLanguage } from "./languages";

export type StepKind = CurationStep["kind"];

/** Headings of the menu that adds steps. */
export const groups = ["duplicates", "form", "quality", "labels", "weights"] as const;
export type Group = (typeof groups)[number];

/** What rows may lack for a step. */
export type Need = "labels" | "numbers" | "ratings" | "model-labels" | "encoder" | "gold";

interface Kind {
  group: Group;
  icon: LucideIcon;
  needs: readonly Need[];
  /** What it does with its values; a limit of its own may be 1 for good, as with things that occur or do not. */
  acts: CurationRule["kind"];
  /** Smallest and largest value that there can be, where that is known. */
  range?: readonly [number, number];
  /** Values are whole numbers. */
  whole?: boolean;
  /** As it is added, with the defaults of a document that says nothing. */
  fresh: (start: CurationStart) => CurationStep;
}

const unit = [0, 1] as const;
/** Columns of labels that a model gave, the better founded ones first. */
const modelLabels = ["freeal_label", "model_label"] as const;
/** Column of the probability of a model's label. */
export const certaintyOf = (column: string) => `${column}_probability`;
/** The columns of labels that a model gave the rows. */
const labelled = (numbers: readonly string[]) =>
  modelLabels.filter((column) => numbers.includes(certaintyOf(column)));
/** Whether a column of numbers may hold ratings: what the program itself computes is none. */
const isRating = (name: string) =>
  name !== "score" && !modelLabels.some((column) => name === certaintyOf(column));

/** Every kind of step this window knows. Others are shown by what the program says of them. */
export const kinds: Readonly<Record<StepKind, Kind>> = {
  "exact-duplicate": {
    group: "duplicates",
    icon: Copy,
    needs: [],
    acts: "below",
    whole: true,
    fresh: () => ({ kind: "exact-duplicate" }),
  },
  "near-duplicate": {
    group: "duplicates",
    icon: Files,
    needs: [],
    acts: "below",
    range: unit,
    fresh: () => ({ kind: "near-duplicate", ngram: 3, limit: 0.8 }),
  },
  "embedding-duplicate": {
    group: "duplicates",
    icon: Waypoints,
    needs: ["encoder"],
    acts: "below",
    range: unit,
    fresh: () => ({ kind: "embedding-duplicate", limit: 0.95 }),
  },
  length: {
    group: "form",
    icon: Ruler,
    needs: [],
    acts: "within",
    whole: true,
    fresh: () => ({ kind: "length", words: [5, 200] }),
  },
  repetition: {
    group: "form",
    icon: Repeat,
    needs: [],
    acts: "below",
    range: unit,
    fresh: () => ({ kind: "repetition", ngram: 3, limit: 0.3 }),
  },
  language: {
    group: "form",
    icon: Languages,
    needs: [],
    acts: "below",
    range: unit,
    fresh: () => ({ kind: "language", languages: ["eng"], limit: 0.9 }),
  },
  refusal: {
    group: "form",
    icon: MessageCircleOff,
    needs: [],
    acts: "below",
    whole: true,
    fresh: () => ({ kind: "refusal", phrases: [] }),
  },
  blocklist: {
    group: "form",
    icon: Ban,
    needs: [],
    acts: "below",
    whole: true,
    fresh: () => ({ kind: "blocklist", words: [] }),
  },
  pii: {
    group: "form",
    icon: ShieldAlert,
    needs: [],
    acts: "below",
    whole: true,
    fresh: () => ({ kind: "pii", unsure: false }),
  },
  toxicity: {
    group: "form",
    icon: OctagonAlert,
    needs: [],
    acts: "below",
    whole: true,
    fresh: () => ({ kind: "toxicity", words: [], limit: 1 }),
  },
  stereotype: {
    group: "form",
    icon: Users,
    needs: [],
    acts: "below",
    whole: true,
    fresh: () => ({ kind: "stereotype", words: [], limit: 1 }),
  },
  "source-leakage": {
    group: "form",
    icon: FileLock2,
    needs: [],
    acts: "within",
    whole: true,
    fresh: () => ({ kind: "source-leakage", words: 7 }),
  },
  "generation-probability": {
    group: "quality",
    icon: Gauge,
    needs: ["numbers"],
    acts: "best-of-label",
    fresh: ({ numbers }) => ({
      kind: "generation-probability",
      column: numbers.find((name) => name === "score" || /log_prob/.test(name)) ?? numbers[0] ?? "score",
      share: 0.8,
    }),
  },
  rating: {
    group: "quality",
    icon: Star,
    needs: ["ratings"],
    acts: "at-least",
    fresh: ({ numbers }) => ({
      kind: "rating",
      column:
        numbers.find((name) => /rating|grade|quality/i.test(name)) ?? numbers.find(isRating) ?? "rating",
      limit: 3,
      better: "higher",
    }),
  },
  consistency: {
    group: "quality",
    icon: ListChecks,
    needs: ["numbers"],
    acts: "at-least",
    range: unit,
    fresh: () => ({ kind: "consistency", columns: [], limit: 0.5 }),
  },
  "label-errors": {
    group: "labels",
    icon: Tags,
    needs: ["labels"],
    acts: "below",
    range: unit,
    fresh: () => ({ kind: "label-errors", action: "drop", limit: 0.5 }),
  },
  "model-label": {
    group: "labels",
    icon: Bot,
    needs: ["labels", "model-labels"],
    acts: "below",
    range: unit,
    fresh: ({ numbers }) => {
      const column = labelled(numbers)[0] ?? "model_label";
      return { kind: "model-label", column, certainty: certaintyOf(column), action: "relabel", limit: 0.9 };
    },
  },
  "small-loss": {
    group: "labels",
    icon: TrendingDown,
    needs: ["labels"],
    acts: "at-least",
    range: unit,
    fresh: () => ({ kind: "small-loss", limit: 0.7 }),
  },
  dynamics: {
    group: "labels",
    icon: Activity,
    needs: ["labels", "gold"],
    acts: "at-least",
    range: unit,
    fresh: () => ({ kind: "dynamics", limit: 0.2 }),
  },
  influence: {
    group: "labels",
    icon: Magnet,
    needs: ["labels", "gold"],
    acts: "below",
    fresh: () => ({ kind: "influence", limit: 0 }),
  },
  ambiguity: {
    group: "labels",
    icon: CircleHelp,
    needs: ["labels"],
    acts: "best-of-label",
    fresh: () => ({ kind: "ambiguity", share: 0.5 }),
  },
  "student-agreement": {
    group: "labels",
    icon: GraduationCap,
    needs: ["labels"],
    acts: "at-least",
    range: [-1, 1],
    fresh: () => ({ kind: "student-agreement", limit: 0 }),
  },
  "neighbour-agreement": {
    group: "labels",
    icon: Network,
    needs: ["labels"],
    acts: "at-least",
    range: unit,
    fresh: () => ({ kind: "neighbour-agreement", neighbours: 10, limit: 0.5 }),
  },
  "cross-partition": {
    group: "labels",
    icon: Split,
    needs: ["labels"],
    acts: "relabel",
    range: unit,
    fresh: () => ({ kind: "cross-partition", stages: 2, limit: 0.5 }),
  },
  relabel: {
    group: "labels",
    icon: Tag,
    needs: ["labels"],
    acts: "relabel",
    range: unit,
    fresh: () => ({ kind: "relabel", keep: 0.3, limit: 0.5 }),
  },
  "sun-gen": {
    group: "weights",
    icon: Sun,
    needs: ["labels"],
    acts: "weigh",
    fresh: () => ({ kind: "sun-gen", rounds: 50 }),
  },
  "online-weights": {
    group: "weights",
    icon: Weight,
    needs: ["labels", "gold"],
    acts: "weigh",
    fresh: () => ({ kind: "online-weights", epochs: 10 }),
  },
  "meta-weights": {
    group: "weights",
    icon: BrainCircuit,
    needs: ["labels", "gold"],
    acts: "weigh",
    fresh: () => ({ kind: "meta-weights", epochs: 10, hidden: 100 }),
  },
  balance: {
    group: "weights",
    icon: Scale,
    needs: ["labels"],
    acts: "weigh",
    fresh: () => ({ kind: "balance" }),
  },
};

export const stepKinds = Object.keys(kinds) as StepKind[];

/** What is known of a kind; `undefined` for one that came with a newer program. */
export function kindOf(kind: string): Kind | undefined {
  return Object.hasOwn(kinds, kind) ? kinds[kind as StepKind] : undefined;
}

export function iconOf(kind: string): LucideIcon {
  return kindOf(kind)?.icon ?? Puzzle;
}

/** What the rows lack for a kind of step; null where it can be made. */
export function lacks(kind: StepKind, start: CurationStart): Need | null {
  const there: Record<Need, boolean> = {
    labels: start.labels.length > 0,
    numbers: start.numbers.length > 0,
    ratings: start.numbers.some(isRating),
    "model-labels": labelled(start.numbers).length > 0,
    encoder: start.encoder !== null,
    gold: start.gold > 0 || start.gold_file !== null,
  };
  return kinds[kind].needs.find((need) => !there[need]) ?? null;
}

/**
 * Columns that a student of tables can read: the recipe's numbers and categories, which gold rows have too, but for the label,
 * which would tell it the answer.
 */
export function tableColumns(columns: readonly Column[]): string[] {
  const label = columns.find(({ kind }) => kind === "label");
  const readable: readonly ColumnKind[] = ["label", "number", "boolean", "condition"];
  return columns.filter((column) => column !== label && readable.includes(column.kind)).map(({ id }) => id);
}

/** What nearly every dataset gains from: as much of it as the rows allow. */
export function usual(start: CurationStart): CurationStep[] {
  const wanted: StepKind[] = ["exact-duplicate", "near-duplicate", "label-errors"];
  return wanted.filter((kind) => lacks(kind, start) === null).map((kind) => kinds[kind].fresh(start));
}

/** What a step still lacks so that it can be made: a list that is empty, or a language by a code that is known. */
export function unfilled(step: CurationStep): "words" | "languages" | "codes" | "columns" | null {
  switch (step.kind) {
    case "blocklist":
      return step.words.length === 0 ? "words" : null;
    case "consistency":
      return step.columns.length === 0 ? "columns" : null;
    case "language":
      if (step.languages.length === 0) return "languages";
      return step.languages.every(isLanguage) ? null : "codes";
    default:
      return null;
  }
}
