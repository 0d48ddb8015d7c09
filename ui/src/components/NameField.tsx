import { useState } from "react";
import { TextField, type TextFieldProps } from "./Field";

/** A text that counts only when it is finished, by Enter or by leaving the field: renaming must not follow each key. */
export function NameField(props: Omit<TextFieldProps, "onBlur" | "onEnter">) {
  const [draft, setDraft] = useState<string | null>(null);
  const finish = () => {
    const text = draft?.trim();
    if (text && text !== props.value) props.onChange(text);
    setDraft(null);
  };
  return (
    <TextField
      {...props}
      value={draft ?? props.value}
      onChange={setDraft}
      onBlur={finish}
      onEnter={finish}
      unfinished={draft !== null}
    />
  );
}
