import { Plus } from "lucide-react";
import { useState } from "react";
import {
  Button as AriaButton,
  Dialog,
  DialogTrigger,
  Label,
  Popover,
  Slider,
  SliderThumb,
  SliderTrack,
} from "react-aria-components";
import { Button } from "@/components/Button";
import { NumberField, TextField } from "@/components/Field";
import { NameField } from "@/components/NameField";
import type { Weighted } from "@/generated/Weighted";
import { percent } from "@/locales/format";
import { t } from "@/locales/t";
import { items, removeAt, replaceAt } from "../model/lists";
import { weightFor } from "../model/shares";
import { read, write } from "../model/values";
import { GridNote } from "./GridNote";

export interface ValueBoardProps {
  /** What the values belong to, for screen readers. */
  name: string;
  values: Weighted[];
  /** How often each value comes, in [0, 1]. */
  shares: readonly number[];
  /** Whether weights decide that. */
  weighs: boolean;
  /** `field` names what is edited, so that typing is undone as one step. */
  onChange: (values: Weighted[], field?: string) => void;
}

/** Values as chips with their shares; a chip opens its value and share. */
export function ValueBoard({ name, values, shares, weighs, onChange }: ValueBoardProps) {
  return (
    <div className="value-board">
      {values.map((item, at) => (
        <DialogTrigger key={at}>
          <AriaButton
            className="value-chip"
            aria-label={t("recipe.values.chip", {
              value: write(item.value),
              share: percent(shares[at] ?? 0),
            })}
          >
            <span>{write(item.value)}</span>
            <span className="value-share">{percent(shares[at] ?? 0)}</span>
          </AriaButton>
          <Popover className="popover" offset={6}>
            <Dialog
              className="value-editor"
              aria-label={t("recipe.values.edit", { value: write(item.value) })}
            >
              {({ close }) => (
                <ValueEditor
                  item={item}
                  share={shares[at] ?? 0}
                  alone={values.length === 1}
                  weighs={weighs}
                  onChange={(next) => onChange(replaceAt(values, at, next))}
                  onShare={(wanted) =>
                    onChange(
                      replaceAt(values, at, { ...item, weight: weightFor(values, at, wanted) }),
                      `${name} share ${at}`,
                    )
                  }
                  onRemove={() => {
                    close();
                    onChange(removeAt(values, at));
                  }}
                />
              )}
            </Dialog>
          </Popover>
        </DialogTrigger>
      ))}
      <AddValues
        name={name}
        onAdd={(typed) => onChange([...values, ...typed.map((text) => ({ value: read(text), weight: 1 }))])}
      />
    </div>
  );
}

interface ValueEditorProps {
  item: Weighted;
  share: number;
  alone: boolean;
  weighs: boolean;
  onChange: (item: Weighted) => void;
  onShare: (share: number) => void;
  onRemove: () => void;
}

function ValueEditor({ item, share, alone, weighs, onChange, onShare, onRemove }: ValueEditorProps) {
  return (
    <div className="stack">
      <NameField
        label={t("recipe.values.value")}
        hint={t("recipe.values.hint")}
        value={write(item.value)}
        onChange={(typed) => onChange({ ...item, value: read(typed) })}
      />
      {weighs ? (
        <Slider
          className="share-slider"
          minValue={1}
          maxValue={99}
          step={1}
          value={Math.round(share * 100)}
          isDisabled={alone}
          onChange={(value) => onShare(Number(value) / 100)}
        >
          <div className="row">
            <Label className="field-label">{t("recipe.values.share")}</Label>
            <span className="spacer" />
            <span className="muted small">{percent(share)}</span>
          </div>
          <SliderTrack className="share-track">
            <SliderThumb className="share-thumb" />
          </SliderTrack>
        </Slider>
      ) : (
        <GridNote />
      )}
      <div className="row" style={{ alignItems: "end" }}>
        <NumberField
          label={t("recipe.values.weight")}
          value={item.weight}
          min={0.0001}
          onChange={(weight) => weight !== null && onChange({ ...item, weight })}
        />
        <Button look="danger" onPress={onRemove}>
          {t("common.remove")}
        </Button>
      </div>
    </div>
  );
}

/** Adds values typed or pasted: one, several between commas, or one a line. */
export function AddValues({
  name,
  placeholder = t("recipe.values.addPlaceholder"),
  onAdd,
}: {
  name: string;
  placeholder?: string;
  onAdd: (typed: string[]) => void;
}) {
  const [text, setText] = useState("");
  const add = () => {
    const typed = items(text);
    if (typed.length > 0) onAdd(typed);
    setText("");
  };
  return (
    <div className="add-values">
      <TextField
        label={t("recipe.values.add", { name })}
        hideLabel
        placeholder={placeholder}
        value={text}
        onChange={setText}
        onEnter={add}
        unfinished={text !== ""}
        data-testid={`add-value-${name}`}
      />
      {text ? (
        <Button size="small" onPress={add}>
          <Plus aria-hidden /> {t("common.add")}
        </Button>
      ) : null}
    </div>
  );
}
