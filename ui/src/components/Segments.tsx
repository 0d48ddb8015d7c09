import type { ReactNode } from "react";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import "./Segments.css";

export interface SegmentsProps<Id extends string> {
  label: string;
  value: Id;
  onChange: (value: Id) => void;
  options: readonly { id: Id; name: ReactNode; testid?: string }[];
}

/** A few choices side by side, of which one holds. */
export function Segments<Id extends string>({ label, value, onChange, options }: SegmentsProps<Id>) {
  return (
    <ToggleButtonGroup
      className="segments"
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const next = options.find(({ id }) => keys.has(id));
        if (next) onChange(next.id);
      }}
    >
      {options.map(({ id, name, testid }) => (
        <ToggleButton key={id} id={id} className="segment" data-testid={testid}>
          {name}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
