import { useRef } from "react";
import { t } from "@/locales/t";
import "./Splitter.css";

export interface SplitterProps {
  name: string;
  /** Size of the panel to the right or, where the line is horizontal, below, in pixels. */
  size: number;
  least: number;
  most: number;
  onChange: (size: number) => void;
  /** How the line lies. */
  lies?: "vertical" | "horizontal";
}

/** The line between two panels: dragged by mouse, moved by the arrow keys. */
export function Splitter({ name, size, least, most, onChange, lies = "vertical" }: SplitterProps) {
  const start = useRef<{ from: number; size: number } | null>(null);
  const put = (next: number) => onChange(Math.min(most, Math.max(least, Math.round(next))));
  const along = (event: { clientX: number; clientY: number }) =>
    lies === "vertical" ? event.clientX : event.clientY;
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation={lies}
      aria-label={t("common.resize")}
      aria-valuenow={size}
      aria-valuemin={least}
      aria-valuemax={most}
      className={`splitter splitter-${lies}`}
      data-testid={`splitter-${name}`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { from: along(event), size };
      }}
      onPointerMove={(event) => start.current && put(start.current.size + start.current.from - along(event))}
      onPointerUp={() => {
        start.current = null;
      }}
      onKeyDown={(event) => {
        if (event.key === (lies === "vertical" ? "ArrowLeft" : "ArrowUp")) put(size + 16);
        if (event.key === (lies === "vertical" ? "ArrowRight" : "ArrowDown")) put(size - 16);
      }}
    />
  );
}
