import { Lock } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Card } from "@/components/Card";
import { Chip } from "@/components/Chip";
import { NumberField, Switch } from "@/components/Field";
import { ItemActions } from "@/components/ItemActions";
import { NameField } from "@/components/NameField";
import type { Recipe } from "@/generated/Recipe";
import type { Source } from "@/generated/Source";
import { t } from "@/locales/t";
import { useCall, useRested } from "@/state/call";
import { edit } from "@/state/recipe";
import { documents, fileName } from "../model/files";
import { removeAt, replaceAt } from "../model/lists";
import { renameSource } from "../model/rename";
import { ProblemList } from "../ProblemList";
import { PersonalDialog } from "../safe/PersonalDialog";
import { PersonalLine } from "../safe/PersonalLine";
import { RowsTable } from "./RowsTable";

/** Whether a source is a document, which is cut into rows. */
function isDocument({ file, chunks }: Source): boolean {
  const ending = file.split(".").at(-1)?.toLowerCase() ?? "";
  return chunks !== null || (documents.includes(ending) && ending !== "txt");
}

interface SourceCardProps {
  recipe: Recipe;
  source: Source;
  at: number;
  onReplace: () => void;
}

export function SourceCard({ recipe, source, at, onReplace }: SourceCardProps) {
  const rested = useRested(recipe, 350);
  /** Whether its personal data is being looked at. */
  const [looking, setLooking] = useState(false);
  const known = rested.sources.some(({ name }) => name === source.name);
  const { data, error } = useCall(
    "source_preview",
    known ? { recipe: rested, source: source.name } : undefined,
  );
  const put = (next: Source) =>
    edit((before) => ({ ...before, sources: replaceAt(before.sources, at, next) }));
  return (
    <Card data-testid={`source-${source.name}`}>
      <div className="stack">
        <div className="row">
          <NameField
            label={t("recipe.sources.name")}
            hideLabel
            className="condition-name"
            value={source.name}
            onChange={(name) => edit((before) => renameSource(before, source.name, name))}
          />
          <span className="muted small truncate" title={source.file}>
            {fileName(source.file)}
            {data ? ` · ${t("recipe.sources.rows", { count: data.total })}` : ""}
          </span>
          <span className="spacer" />
          <Button size="small" onPress={onReplace}>
            {t("recipe.sources.replace")}
          </Button>
          <ItemActions
            name={source.name}
            at={at}
            count={recipe.sources.length}
            onRemove={() => edit((before) => ({ ...before, sources: removeAt(before.sources, at) }))}
          />
        </div>
        <div className="row wrap">
          {Object.entries(source.fields).map(([field, column]) => (
            <Chip key={field}>
              {field}
              <span className="muted">← {column}</span>
            </Chip>
          ))}
        </div>
        <Switch
          label={
            <span className="row">
              <Lock aria-hidden size={14} /> {t("recipe.sources.private")}
            </span>
          }
          hint={t("recipe.sources.privateHint")}
          value={source.private}
          onChange={(value) => put({ ...source, private: value })}
        />
        {isDocument(source) ? (
          <div className="fields-2">
            <NumberField
              label={t("recipe.sources.words")}
              hint={t("recipe.sources.wordsHint")}
              value={source.chunks?.words ?? 150}
              min={1}
              step={10}
              onChange={(words) =>
                words !== null && put({ ...source, chunks: { overlap: 0, ...source.chunks, words } })
              }
            />
            <NumberField
              label={t("recipe.sources.overlap")}
              hint={t("recipe.sources.overlapHint")}
              value={source.chunks?.overlap ?? 0}
              min={0}
              step={5}
              onChange={(overlap) =>
                overlap !== null && put({ ...source, chunks: { words: 150, ...source.chunks, overlap } })
              }
            />
          </div>
        ) : null}
        <ProblemList path={`sources[${at}]`} />
        {error ? <ErrorCallout error={error} /> : null}
        {data ? <PersonalLine name={source.name} preview={data} onReview={() => setLooking(true)} /> : null}
        {looking ? (
          <PersonalDialog recipe={recipe} source={source.name} onClose={() => setLooking(false)} />
        ) : null}
        {data ? <RowsTable preview={data} label={t("recipe.sources.first")} limit={5} /> : null}
      </div>
    </Card>
  );
}
