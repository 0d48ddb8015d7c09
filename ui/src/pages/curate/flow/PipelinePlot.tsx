import { useEffect, useRef } from "react";
import { useSystemDark } from "@/pages/evaluate/charts/useDark";
import { useApp } from "@/state/app";
import { colorsAt, init } from "./drawing";
import type { Draw } from "./options";

/** What was clicked: a bar by its number, a node or a link by its names. */
export interface Picked {
  dataIndex: number;
  dataType?: string;
  name: string;
  data: unknown;
}

interface PipelinePlotProps {
  draw: Draw;
  height: number;
  onPick: (picked: Picked) => void;
}

/** The drawing of a chart about the pipeline. It goes from one state to the next without being made anew. */
export default function PipelinePlot({ draw, height, onPick }: PipelinePlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const drawing = useRef<ReturnType<typeof init> | null>(null);
  const pick = useRef(onPick);
  const theme = useApp((store) => store.app?.settings.theme);
  const dark = useSystemDark();
  useEffect(() => {
    pick.current = onPick;
  }, [onPick]);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const plot = init(element, null, { renderer: "svg" });
    drawing.current = plot;
    plot.on("click", (picked: unknown) => pick.current(picked as unknown as Picked));
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
    const element = place.current;
    if (!drawing.current || !element) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    drawing.current.setOption(draw(colorsAt(element), still), { notMerge: true });
  }, [draw, theme, dark]);

  return <div ref={place} className="plot" style={{ height }} aria-hidden />;
}
