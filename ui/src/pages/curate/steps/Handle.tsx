import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { t } from "@/locales/t";
import { placeOf, type Scale } from "../model/threshold";

interface HandleProps {
  label: string;
  value: number;
  scale: Scale;
  /** The value with what follows from it. */
  words: string;
  /** The value alone, as the bubble shows it. */
  shown: string;
  onKeys: (value: number) => void;
  onGrab: (event: PointerEvent<HTMLElement>) => void;
}

/** The line in a histogram that is dragged, and moved by the arrow keys. */
export function Handle({ label, value, scale, words, shown, onKeys, onGrab }: HandleProps) {
  const place = placeOf(value, scale);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = scale.step * (event.shiftKey ? 10 : 1);
    const targets: Record<string, number> = {
      ArrowRight: value + by,
      ArrowUp: value + by,
      ArrowLeft: value - by,
      ArrowDown: value - by,
      PageUp: value + 10 * scale.step,
      PageDown: value - 10 * scale.step,
      Home: scale.low,
      End: scale.high,
    };
    const to = targets[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    onKeys(to);
  };
  const self = useRef<HTMLDivElement>(null);
  return (
    <div
      ref={self}
      className="dial-handle"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={Math.min(scale.low, value)}
      aria-valuemax={Math.max(scale.high, value)}
      aria-valuenow={value}
      aria-valuetext={words}
      aria-description={t("curate.dial.keys")}
      data-testid="dial-handle"
      style={{ left: `${100 * place}%` }}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        self.current?.focus({ preventScroll: true });
        onGrab(event);
      }}
    >
      <span className="dial-bubble" aria-hidden data-side={place > 0.5 ? "left" : "right"}>
        {shown}
      </span>
      <span className="dial-grip" aria-hidden />
    </div>
  );
}
