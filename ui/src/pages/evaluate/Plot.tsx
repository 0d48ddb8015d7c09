import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef, useState } from "react";
import type { Chart } from "@/generated/Chart";
import type { Point } from "@/generated/Point";
import { useApp } from "@/state/app";
import { type ChartColors, heightOf, optionsOf, palette } from "./options";

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

/** The page's colours as the browser resolved them for the theme. */
function colorsOf(element: HTMLElement): ChartColors {
  const probe = document.createElement("span");
  element.append(probe);
  const resolve = (color: string) => {
    probe.style.color = color;
    return getComputedStyle(probe).color;
  };
  const colors = {
    text: resolve("var(--text)"),
    muted: resolve("var(--muted)"),
    line: resolve("var(--line)"),
    panel: resolve("var(--panel)"),
    found: resolve(palette.found),
    expected: resolve(palette.expected),
  };
  probe.remove();
  return colors;
}

function useSystemDark(): boolean {
  const [dark, setDark] = useState(false);
  useEffect(() => {
    const list = matchMedia("(prefers-color-scheme: dark)");
    const change = () => setDark(list.matches);
    change();
    list.addEventListener("change", change);
    return () => list.removeEventListener("change", change);
  }, []);
  return dark;
}

/** The drawing of a chart. */
export default function Plot({ chart, onPoint }: { chart: Chart; onPoint: (point: Point) => void }) {
  const place = useRef<HTMLDivElement>(null);
  const drawing = useRef<ReturnType<typeof echarts.init> | null>(null);
  const click = useRef(onPoint);
  const theme = useApp((store) => store.app?.settings.theme);
  const dark = useSystemDark();
  useEffect(() => {
    click.current = onPoint;
  }, [onPoint]);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const plot = echarts.init(element, null, { renderer: "svg" });
    drawing.current = plot;
    const watcher = new ResizeObserver(() => plot.resize());
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      plot.dispose();
      drawing.current = null;
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes the colours that are read here.
  useEffect(() => {
    const plot = drawing.current;
    const element = place.current;
    if (!plot || !element) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    plot.setOption(optionsOf(chart, colorsOf(element), still), { notMerge: true });
    plot.off("click");
    plot.on("click", ({ dataIndex }) => {
      const point = chart.points[dataIndex];
      if (point) click.current(point);
    });
  }, [chart, theme, dark]);

  return <div ref={place} className="plot" style={{ height: heightOf(chart) }} aria-hidden />;
}
