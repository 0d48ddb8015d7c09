import type { CurationFlow } from "@/generated/CurationFlow";
import { t } from "@/locales/t";

/** A place that rows come through. */
export interface FlowNode {
  id: string;
  name: string;
  /** Column, from the left. */
  depth: 0 | 1 | 2;
  tone: "label" | "dropped" | "kept" | "relabelled";
  /** Where a click leads: the rows that a step drops, or those of a label. */
  leads: { step: number } | { label: string } | null;
}

export interface FlowLink {
  source: string;
  target: string;
  value: number;
}

/** Labels drawn apart; the others share a place. */
const most = 8;

/** The ways of the rows, from their label over what becomes of them to their label in the end. */
export function waysOf(
  flows: readonly CurationFlow[],
  stepNames: readonly string[],
): { nodes: FlowNode[]; links: FlowLink[] } {
  const shown = labelsShown(flows);
  const others = new Set(
    flows
      .flatMap(({ label, becomes }) => [label, becomes])
      .filter((label) => label !== null && !shown.has(label)),
  );
  const nodes = new Map<string, FlowNode>();
  const links = new Map<string, FlowLink>();
  const labelNode = (label: string | null, depth: 0 | 2): string => {
    const side = depth === 0 ? "from" : "to";
    if (label !== null && !shown.has(label)) {
      const name = t("curate.flow.others", { count: others.size });
      return node({ id: `${side} others`, name, depth, tone: "label", leads: null });
    }
    const leads = label === null ? null : { label };
    const name = label ?? t("curate.flow.noLabel");
    return node({ id: `${side}: ${label ?? ""}`, name, depth, tone: "label", leads });
  };
  const node = (made: FlowNode): string => {
    nodes.set(made.id, nodes.get(made.id) ?? made);
    return made.id;
  };
  const link = (source: string, target: string, value: number) => {
    const key = JSON.stringify([source, target]);
    links.set(key, { source, target, value: (links.get(key)?.value ?? 0) + value });
  };
  for (const { label, dropped_by: step, becomes, rows } of flows) {
    const from = labelNode(label, 0);
    if (step !== null) {
      const name = stepNames[step] ?? "";
      link(from, node({ id: `step ${step}`, name, depth: 1, tone: "dropped", leads: { step } }), rows);
      continue;
    }
    const tone = becomes === label ? "kept" : "relabelled";
    const middle = node({ id: tone, name: t(`curate.flow.${tone}`), depth: 1, tone, leads: null });
    link(from, middle, rows);
    link(middle, labelNode(becomes, 2), rows);
  }
  return { nodes: [...nodes.values()], links: [...links.values()] };
}

function labelsShown(flows: readonly CurationFlow[]): Set<string> {
  const rows = new Map<string, number>();
  for (const { label, becomes, rows: many } of flows) {
    if (label !== null) rows.set(label, (rows.get(label) ?? 0) + many);
    if (becomes !== null && becomes !== label) rows.set(becomes, (rows.get(becomes) ?? 0) + many);
  }
  const ranked = [...rows].toSorted((a, b) => b[1] - a[1]).map(([label]) => label);
  // One label on its own needs no place for others.
  return new Set(ranked.length <= most + 1 ? ranked : ranked.slice(0, most));
}

/** The step that drops the most rows, and how many. */
export function greatestLoss(flows: readonly CurationFlow[]): { step: number; rows: number } | null {
  const losses = new Map<number, number>();
  for (const { dropped_by: step, rows } of flows) {
    if (step !== null) losses.set(step, (losses.get(step) ?? 0) + rows);
  }
  const [first] = [...losses].toSorted((a, b) => b[1] - a[1]);
  return first ? { step: first[0], rows: first[1] } : null;
}
