import type { ReactNode } from "react";
import { Tooltip, type TooltipProps } from "react-aria-components";
import "./Tip.css";

/** The bubble of a `TooltipTrigger`. */
export function Tip({ children, placement }: { children: ReactNode } & Pick<TooltipProps, "placement">) {
  return (
    <Tooltip className="tip" offset={6} placement={placement}>
      {children}
    </Tooltip>
  );
}
