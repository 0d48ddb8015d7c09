import type { EChartsCoreOption } from "echarts/core";
import { count } from "@/locales/format";
import { t } from "@/locales/t";
import { type ChartColors, fontFamily } from "@/pages/evaluate/options";
import type { FlowLink, FlowNode } from "./flows";

/** Room that stays free around a chart in a file, in pixels. */
export interface Frame {
  top: number;
  side: number;
}

/** Draws a chart in the colours of the page; `still` without motion. */
export type Draw = (colors: ChartColors, still: boolean, frame?: Frame) => EChartsCoreOption;

/** Of Okabe and Ito's palette: vermilion for rows that are dropped, purple for those with another label. */
const tones = { dropped: "#D55E00", relabelled: "#CC79A7", label: "#999999" };

/** Braces and bars name styles in rich text; text of rows and labels must name none. */
function plain(text: string): string {
  return text.replaceAll(/[{}|]/g, " ");
}

function common(still: boolean): EChartsCoreOption {
  return {
    animation: !still,
    animationDuration: 120,
    animationDurationUpdate: 120,
    textStyle: { fontFamily },
  };
}

function tooltip(colors: ChartColors) {
  return {
    renderMode: "richText" as const,
    confine: true,
    backgroundColor: colors.panel,
    borderColor: colors.line,
    textStyle: { color: colors.text, fontSize: 12.5, fontFamily },
  };
}

/** A bar of the funnel: rows left after a step, and those that it dropped. */
export interface FunnelBar {
  name: string;
  left: number;
  lost: number;
}

export const funnelHeight = (bars: readonly FunnelBar[]) => bars.length * 26 + 16;

export function funnelOptions(bars: readonly FunnelBar[]): Draw {
  return (colors, still, frame) => {
    const { top, side } = frame ?? { top: 0, side: 0 };
    const font = { color: colors.muted, fontSize: 12, fontFamily };
    const series = (name: string, color: string, data: readonly number[], more: object) => ({
      name,
      type: "bar",
      stack: "rows",
      data,
      color,
      barMaxWidth: 16,
      barCategoryGap: "35%",
      cursor: "pointer",
      emphasis: { disabled: true },
      ...more,
    });
    const stripes = {
      symbol: "rect",
      color: colors.panel,
      dashArrayX: [1, 0],
      dashArrayY: [2, 3],
      rotation: -Math.PI / 4,
    };
    return {
      ...common(still),
      grid: {
        left: side + 4,
        right: side + 62,
        top: top + 4,
        bottom: side + 4,
        outerBoundsMode: "same",
        outerBoundsContain: "axisLabel",
        outerBoundsClampWidth: "50%",
      },
      tooltip: {
        ...tooltip(colors),
        trigger: "axis",
        axisPointer: { type: "shadow" },
        formatter: (hovered: unknown) => {
          const at = Array.isArray(hovered)
            ? (hovered[0] as { dataIndex: number } | undefined)?.dataIndex
            : undefined;
          const bar = at === undefined ? undefined : bars[at];
          if (!bar) return "";
          const lines = [plain(bar.name), `${t("curate.funnel.left")}: ${count(bar.left)}`];
          if (bar.lost > 0) lines.push(`${t("curate.funnel.loss")}: ${count(bar.lost)}`);
          return lines.join("\n");
        },
      },
      xAxis: { type: "value", show: false, max: bars[0]?.left ?? 1 },
      yAxis: {
        type: "category",
        inverse: true,
        data: bars.map(({ name }) => name),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { ...font, color: colors.text, width: 150, overflow: "truncate" },
      },
      series: [
        series(
          t("curate.funnel.left"),
          colors.found,
          bars.map(({ left }) => left),
          {},
        ),
        series(
          t("curate.funnel.loss"),
          tones.dropped,
          bars.map(({ lost }) => lost),
          {
            itemStyle: { decal: stripes },
            label: {
              show: true,
              position: "right",
              ...font,
              color: colors.text,
              formatter: ({ dataIndex }: { dataIndex: number }) => count(bars[dataIndex]?.left ?? 0),
            },
          },
        ),
      ],
    };
  };
}

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
          nodeGap: 10,
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
