import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/Button";
import { Select, TextField } from "@/components/Field";
import type { PersonalAddition } from "@/generated/PersonalAddition";
import type { PersonalKind as Kind } from "@/generated/PersonalKind";
import { t } from "@/locales/t";
import { kinds } from "./choices";

/** A value that was not found. */
export function AddValue({ onAdd }: { onAdd: (added: PersonalAddition) => void }) {
  const [value, setValue] = useState("");
  const [kind, setKind] = useState<Kind>("person");
  const short = value.trim().length < 2;
  const add = () => {
    if (short) return;
    onAdd({ value, kind });
    setValue("");
  };
  return (
    <div className="safe-add">
      <TextField
        label={t("recipe.safe.add")}
        placeholder={t("recipe.safe.addExample")}
        value={value}
        onChange={setValue}
        onEnter={add}
        unfinished
        data-testid="safe-value"
      />
      <Select
        label={t("recipe.safe.kind")}
        value={kind}
        onChange={setKind}
        options={kinds.map((id) => ({ id, name: t(`recipe.safe.kinds.${id}`) }))}
      />
      <Button onPress={add} isDisabled={short} data-testid="safe-add">
        <Plus aria-hidden /> {t("common.add")}
      </Button>
    </div>
  );
}
