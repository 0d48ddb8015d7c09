import { useState } from "react";
import { TextField } from "@/components/Field";
import { items } from "@/pages/recipe/model/lists";

interface ListFieldProps {
  label: string;
  hint: string;
  problem?: string | undefined;
  value: readonly string[];
  onChange: (text: string) => void;
  "data-testid": string;
}

/** A list typed as text; a comma or space at the end stays while it is typed. */
export function ListField({ value, onChange, ...props }: ListFieldProps) {
  const [text, setText] = useState(value.join(", "));
  const same = JSON.stringify(items(text)) === JSON.stringify(value);
  return (
    <TextField
      {...props}
      className="step-list"
      value={same ? text : value.join(", ")}
      onChange={(typed) => {
        setText(typed);
        onChange(typed);
      }}
    />
  );
}
