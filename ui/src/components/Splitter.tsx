import { useRef } from "react";
import { t } from "@/locales/t";
import "./Splitter.css";

export interface SplitterProps {
  name: string;
  /** Width of the panel to the right, in pixels. */
  size: number;
  least: number;
  most: number;
  onChange: (size: number) => void;
}

/** The line between two panels: dragged by mouse, moved by the arrow keys. */
export function Splitter({ name, size, least, most, onChange }: SplitterProps) {
  const start = useRef<{ x: number; size: number } | null>(null);
  const put = (next: number) => onChange(Math.min(most, Math.max(least, Math.round(next))));
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t("common.resize")}
      aria-valuenow={size}
      aria-valuemin={least}
      aria-valuemax={most}
      className="splitter"
      data-testid={`splitter-${name}`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, size };
      }}
      onPointerMove={(event) => start.current && put(start.current.size + start.current.x - event.clientX)}
      onPointerUp={() => {
        start.current = null;
      }}
      onKeyDown={(event) => {
        if (event.key === "ArrowLeft") put(size + 16);
        if (event.key === "ArrowRight") put(size - 16);
      }}
    />
  );
}
