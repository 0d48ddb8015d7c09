import type { ReactNode } from "react";
import type { Stretch } from "../model/threshold";

/** The same bars in the dress of those that are acted on, cut to a stretch: a drag moves the cut alone. */
export function ActedBars({
  stretch: [from, to],
  relabels,
  children,
}: {
  stretch: Stretch;
  relabels: boolean;
  children: ReactNode;
}) {
  return (
    <span
      className="histogram-bars histogram-acted"
      data-relabels={relabels || undefined}
      aria-hidden
      style={{ clipPath: `inset(0 ${100 * (1 - to)}% 0 ${100 * from}%)` }}
    >
      <span className="histogram-shade" />
      {children}
    </span>
  );
}
