import { count } from "@/locales/format";
import { t } from "@/locales/t";
import { fontFamily } from "@/pages/evaluate/charts/common";
import { common, type Draw, plain, tones, tooltip } from "./options";

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
