import { useState } from "react";
import { Button } from "@/components/Button";
import { Callout } from "@/components/Callout";
import { TextField } from "@/components/Field";
import { Kbd } from "@/components/Kbd";
import { t } from "@/locales/t";
import { useAction } from "@/state/call";

interface TextEditProps {
  field: string;
  value: string;
  onKeep: (text: string) => Promise<void>;
  onDrop: () => void;
}

/** The text of a field, edited where it stands. */
export function TextEdit({ field, value, onKeep, onDrop }: TextEditProps) {
  const [text, setText] = useState(value);
  const keep = useAction(async () => {
    if (text === value) onDrop();
    else await onKeep(text);
  });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it takes the keys of the field inside.
    <div
      className="stack-tight review-text"
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.stopPropagation();
          onDrop();
        } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          if (!keep.busy) keep.run();
        }
      }}
    >
      <TextField
        label={t("review.editor.label", { field })}
        hideLabel
        autoFocus
        value={text}
        onChange={setText}
        lines={4}
        unfinished
        data-testid="review-editor"
      />
      {keep.error ? <Callout tone="error">{keep.error.message}</Callout> : null}
      <div className="row">
        <Button
          size="small"
          look="primary"
          onPress={() => keep.run()}
          isDisabled={keep.busy}
          data-testid="review-editor-keep"
        >
          {t("review.editor.keep")}
          <Kbd keys="Ctrl+Enter" />
        </Button>
        <Button size="small" look="quiet" onPress={onDrop} data-testid="review-editor-drop">
          {t("review.editor.drop")}
          <Kbd keys="Escape" />
        </Button>
      </div>
    </div>
  );
}
