import type { ReactNode } from "react";
import { Tooltip } from "react-aria-components";
import "./Tip.css";

/** The bubble of a `TooltipTrigger`. */
export function Tip({ children }: { children: ReactNode }) {
  return (
    <Tooltip className="tip" offset={6}>
      {children}
    </Tooltip>
  );
}
