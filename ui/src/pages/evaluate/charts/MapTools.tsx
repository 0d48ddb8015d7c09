import { Expand, Hand, Lasso, SquareDashed, ZoomIn, ZoomOut } from "lucide-react";
import { IconButton } from "@/components/Button";
import { Segments } from "@/components/Segments";
import { t } from "@/locales/t";

const tools = { move: Hand, lasso: Lasso, box: SquareDashed };
export type Tool = keyof typeof tools;
const order: readonly Tool[] = ["move", "lasso", "box"];

/** The part of an axis that is seen, in percent of it. */
export interface Span {
  start: number;
  end: number;
}

/** The same middle, `by` times as near; all of it for null. */
export function zoomed({ start, end }: Span, by: number | null): Span {
  if (by === null) return { start: 0, end: 100 };
  const length = Math.min(100, Math.max(2, (end - start) / by));
  const from = Math.min(100 - length, Math.max(0, (start + end - length) / 2));
  return { start: from, end: from + length };
}

interface MapToolsProps {
  tool: Tool;
  onTool: (tool: Tool) => void;
  onZoom: (by: number | null) => void;
}

/** What the mouse does on the map, and how near it is. */
export function MapTools({ tool, onTool, onZoom }: MapToolsProps) {
  return (
    <div className="row wrap map-tools">
      <Segments
        label={t("evaluate.map.tools")}
        value={tool}
        onChange={onTool}
        options={order.map((id) => {
          const Sign = tools[id];
          const name = (
            <>
              <Sign aria-hidden size={14} />
              {t(`evaluate.map.${id}`)}
            </>
          );
          return { id, name, testid: `map-${id}` };
        })}
      />
      <span className="row map-zoom">
        <IconButton size="small" label={t("evaluate.map.in")} onPress={() => onZoom(1.6)}>
          <ZoomIn aria-hidden />
        </IconButton>
        <IconButton size="small" label={t("evaluate.map.out")} onPress={() => onZoom(1 / 1.6)}>
          <ZoomOut aria-hidden />
        </IconButton>
        <IconButton size="small" label={t("evaluate.map.all")} onPress={() => onZoom(null)}>
          <Expand aria-hidden />
        </IconButton>
      </span>
      <span className="muted small">{t(`evaluate.map.hint.${tool}`)}</span>
    </div>
  );
}
