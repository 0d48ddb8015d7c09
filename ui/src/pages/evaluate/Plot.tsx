import { useEffect, useRef, useState } from "react";
import type { Chart } from "@/generated/Chart";
import type { Point } from "@/generated/Point";
import { useApp } from "@/state/app";
import { colorsAt, init } from "./drawing";
import { heightOf, optionsOf } from "./options";

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
  const drawing = useRef<ReturnType<typeof init> | null>(null);
  const click = useRef(onPoint);
  const theme = useApp((store) => store.app?.settings.theme);
  const dark = useSystemDark();
  useEffect(() => {
    click.current = onPoint;
  }, [onPoint]);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const plot = init(element, null, { renderer: "svg" });
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
    plot.setOption(optionsOf(chart, colorsAt(element), still), { notMerge: true });
    plot.off("click");
    plot.on("click", ({ dataIndex }) => {
      const point = chart.points[dataIndex];
      if (point) click.current(point);
    });
  }, [chart, theme, dark]);

  return <div ref={place} className="plot" style={{ height: heightOf(chart) }} aria-hidden />;
}
