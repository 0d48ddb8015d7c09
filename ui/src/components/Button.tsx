import type { ReactNode } from "react";
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  TooltipTrigger,
} from "react-aria-components";
import "./Button.css";
import { Tip } from "./Tip";

export interface ButtonProps extends Omit<AriaButtonProps, "children" | "className"> {
  children: ReactNode;
  /** `primary`: the one main action of a screen. `quiet`: no border until hovered. */
  look?: "plain" | "primary" | "quiet" | "danger";
  size?: "normal" | "small";
  className?: string;
}

export function Button({ look = "plain", size = "normal", className = "", ...props }: ButtonProps) {
  return <AriaButton {...props} className={`button button-${look} button-${size} ${className}`} />;
}

export interface IconButtonProps extends Omit<ButtonProps, "aria-label"> {
  /** Accessible name, also shown as a tooltip. */
  label: string;
}

/** A button with an icon alone; its name appears on hover and focus. */
export function IconButton({ label, look = "quiet", className = "", ...props }: IconButtonProps) {
  return (
    <TooltipTrigger delay={500}>
      <Button {...props} look={look} aria-label={label} className={`button-icon ${className}`} />
      <Tip>{label}</Tip>
    </TooltipTrigger>
  );
}
