import { count } from "@/locales/format";
import { t } from "@/locales/t";
import { fontFamily } from "@/pages/evaluate/charts/common";
import type { FlowLink, FlowNode } from "./flows";
import { common, type Draw, plain, tones, tooltip } from "./options";

export const waysHeight = (nodes: readonly FlowNode[]) =>
  Math.max(
    170,
    34 *
      Math.max(...([0, 1, 2] as const).map((column) => nodes.filter(({ depth }) => depth === column).length)),
  );

export function waysOptions(nodes: readonly FlowNode[], links: readonly FlowLink[]): Draw {
  const names = new Map(nodes.map(({ id, name }) => [id, name]));
  return (colors, still, frame) => {
    const { top, side } = frame ?? { top: 0, side: 0 };
    const colorOf = ({ tone }: FlowNode) => (tone === "kept" ? colors.found : tones[tone]);
    return {
      ...common(still),
      tooltip: {
        ...tooltip(colors),
        trigger: "item",
        formatter: (hovered: unknown) => {
          const { dataType, name, value, data } = hovered as {
            dataType: string;
            name: string;
            value: number;
            data: FlowLink;
          };
          const title =
            dataType === "edge"
              ? `${names.get(data.source) ?? ""} → ${names.get(data.target) ?? ""}`
              : (names.get(name) ?? "");
          return `${plain(title)}\n${t("curate.flow.rows")}: ${count(value)}`;
        },
      },
      series: [
        {
          type: "sankey",
          left: side + 4,
          right: side + 122,
          top: top + 6,
          bottom: side + 6,
          nodeWidth: 12,
          nodeGap: 16,
          draggable: false,
          layoutIterations: 24,
          emphasis: { focus: "adjacency" },
          lineStyle: { color: "source", opacity: 0.28, curveness: 0.5 },
          label: {
            color: colors.text,
            fontSize: 12,
            fontFamily,
            width: 150,
            overflow: "truncate",
            formatter: ({ name, value }: { name: string; value: number }) =>
              `${plain(names.get(name) ?? "")}  ${count(value)}`,
          },
          data: nodes.map((node) => ({
            name: node.id,
            depth: node.depth,
            itemStyle: { color: colorOf(node), borderWidth: 0 },
          })),
          links: links.map((link) => ({
            ...link,
            lineStyle: {
              color: colorOf(
                nodes.find(({ id }) => id === link.target && id.startsWith("step")) ??
                  nodes.find(({ id }) => id === link.source) ??
                  (nodes[0] as FlowNode),
              ),
            },
          })),
        },
      ],
    };
  };
}
