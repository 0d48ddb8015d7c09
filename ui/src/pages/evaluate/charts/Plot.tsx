import { useEffect, useRef, useState } from "react";
import { useApp } from "@/state/app";
import { type Selection, selectionAt, selectRows } from "../rows/selection";
import { colorsAt, init } from "./drawing";
import { heightOf, type Plotted } from "./forms";
import { MapTools, type Tool, zoomed } from "./MapTools";
import { type Area, rowsWithin } from "./mapOptions";
import { optionsOf } from "./options";
import { useSystemDark } from "./useDark";

interface PlotProps {
  plotted: Plotted;
  /** Rows that are picked out, on a map. */
  selected: ReadonlySet<number> | null;
  onSelect: (selection: Selection) => void;
}

type Plot = ReturnType<typeof init>;

/** What the mouse draws from now on: a region, or nothing so that it moves the map. */
function take(plot: Plot, tool: Tool): void {
  const brushType = { move: false, lasso: "polygon", box: "rect" }[tool];
  plot.dispatchAction({
    type: "takeGlobalCursor",
    key: "brush",
    brushOption: { brushType, brushMode: "single" },
  });
}

/** The drawing of a chart. */
export default function Plot({ plotted, selected, onSelect }: PlotProps) {
  const { chart } = plotted;
  const map = chart.form === "map";
  const place = useRef<HTMLDivElement>(null);
  const drawing = useRef<Plot | null>(null);
  /** What is drawn now; another part of it is merged, so that a map stays where it was moved to. */
  const drawn = useRef<string | null>(null);
  const select = useRef(onSelect);
  const [tool, setTool] = useState<Tool>("move");
  const theme = useApp((store) => store.app?.settings.theme);
  const dark = useSystemDark();
  useEffect(() => {
    select.current = onSelect;
  }, [onSelect]);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const plot = init(element, null, { renderer: map ? "canvas" : "svg" });
    drawing.current = plot;
    drawn.current = null;
    const watcher = new ResizeObserver(() => plot.resize());
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      plot.dispose();
      drawing.current = null;
    };
  }, [map]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes the colours that are read here.
  useEffect(() => {
    const plot = drawing.current;
    const element = place.current;
    if (!plot || !element) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const options = optionsOf(plotted, { colors: colorsAt(element), still, frame: null, selected });
    const key = map ? JSON.stringify([chart.id, chart.planes, chart.groups, chart.places.length]) : null;
    plot.setOption(options, { notMerge: key === null || key !== drawn.current });
    drawn.current = key;
    plot.off("click");
    plot.on("click", ({ seriesIndex, dataIndex }) => {
      const found = selectionAt(plotted, seriesIndex ?? 0, dataIndex);
      if (found) select.current(found);
    });
    plot.off("brushEnd");
    plot.on("brushEnd", (event) => {
      const area = (event as { areas?: Area[] }).areas?.[0];
      const found = area && map ? selectRows(rowsWithin(chart.places, area)) : null;
      if (found) select.current(found);
    });
  }, [plotted, selected, theme, dark]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: options that are set anew forget the tool.
  useEffect(() => {
    if (drawing.current && map) take(drawing.current, tool);
  }, [tool, map, plotted]);
  // Once nothing is picked out, the region that did it goes as well.
  useEffect(() => {
    if (selected === null && map) drawing.current?.dispatchAction({ type: "brush", areas: [] });
  }, [selected, map]);

  const zoom = (by: number | null) => {
    const plot = drawing.current;
    if (!plot) return;
    const { dataZoom } = plot.getOption() as { dataZoom?: { start: number; end: number }[] };
    const batch = (dataZoom ?? []).map((axis, dataZoomIndex) => ({ dataZoomIndex, ...zoomed(axis, by) }));
    plot.dispatchAction({ type: "dataZoom", batch });
  };

  return (
    <>
      {map ? <MapTools tool={tool} onTool={setTool} onZoom={zoom} /> : null}
      <div ref={place} className="plot" style={{ height: heightOf(plotted) }} aria-hidden />
    </>
  );
}
