import { X } from "lucide-react";
import { Button, Tag, TagGroup, TagList } from "react-aria-components";
import { NumberField } from "@/components/Field";
import type { Words } from "@/generated/Words";
import { t } from "@/locales/t";
import { AddValues } from "./ValueBoard";

export interface WordsEditorProps {
  name: string;
  words: Words;
  onChange: (words: Words) => void;
}

/** How many words each row draws, and the words to draw from. */
export function WordsEditor({ name, words, onChange }: WordsEditorProps) {
  return (
    <div className="stack">
      <NumberField
        label={t("recipe.words.count")}
        className="narrow"
        value={words.count}
        min={1}
        step={1}
        onChange={(count) => count !== null && onChange({ ...words, count })}
      />
      <WordList
        label={t("recipe.words.from", { count: words.from.length })}
        words={words.from}
        onChange={(from) => onChange({ ...words, from })}
      />
      <AddValues
        name={name}
        placeholder={t("recipe.words.addPlaceholder")}
        onAdd={(typed) => onChange({ ...words, from: [...new Set([...words.from, ...typed])] })}
      />
    </div>
  );
}

/** Words as tags that can be removed by mouse or with the Delete key. `plain` where they are no condition's. */
export function WordList({
  label,
  words,
  plain,
  onChange,
}: {
  label: string;
  words: string[];
  plain?: boolean;
  onChange: (words: string[]) => void;
}) {
  return (
    <TagGroup aria-label={label} onRemove={(keys) => onChange(words.filter((word) => !keys.has(word)))}>
      <h4>{label}</h4>
      <TagList className="word-list" items={words.map((id) => ({ id }))}>
        {({ id }) => (
          <Tag id={id} textValue={id} className={plain ? "value-chip word word-plain" : "value-chip word"}>
            {id}
            <Button slot="remove" className="word-remove" aria-label={`${t("common.remove")} ${id}`}>
              <X aria-hidden size={12} />
            </Button>
          </Tag>
        )}
      </TagList>
    </TagGroup>
  );
}
