import { FileSpreadsheet, FileUp, Lock } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Card, Empty } from "@/components/Card";
import { Chip } from "@/components/Chip";
import { NumberField, Switch } from "@/components/Field";
import { ItemActions } from "@/components/ItemActions";
import { NameField } from "@/components/NameField";
import type { Recipe } from "@/generated/Recipe";
import type { Source } from "@/generated/Source";
import type { SourcePreview } from "@/generated/SourcePreview";
import { t } from "@/locales/t";
import { call, pickOpen } from "@/platform";
import { useAction, useCall, useRested } from "@/state/call";
import { edit } from "@/state/recipe";
import { fileName } from "../model/files";
import { freshName, removeAt, replaceAt } from "../model/lists";
import { renameSource } from "../model/rename";
import { ProblemList } from "../ProblemList";
import { SectionHead } from "../SectionHead";
import { PersonalDialog } from "../safe/PersonalDialog";
import { PersonalLine } from "../safe/PersonalLine";
import { ImportDialog } from "./ImportDialog";
import { RowsTable } from "./RowsTable";

const tables = ["csv", "tsv", "jsonl", "json", "parquet"];
const graphs = ["ttl", "nt"];
const documents = ["txt", "md", "html", "docx", "pdf"];

/** Whether a source is a document, which is cut into rows. */
function isDocument({ file, chunks }: Source): boolean {
  const ending = file.split(".").at(-1)?.toLowerCase() ?? "";
  return chunks !== null || (documents.includes(ending) && ending !== "txt");
}

/** What an import dialog is open for: a new source, or one whose columns are mapped again. */
interface Importing {
  preview: SourcePreview;
  at: number | null;
}

export function SourcesSection({ recipe }: { recipe: Recipe }) {
  const [importing, setImporting] = useState<Importing | null>(null);
  /** The source whose personal data is being looked at. */
  const [looking, setLooking] = useState<string | null>(null);
  const decided = useCall("personal_list", null);
  const replaced = decided.data?.filter((one) => one.replaced).length ?? 0;
  const inspect = useAction(async (path: string, at: number | null) => {
    setImporting({ preview: await call("source_inspect", { path }), at });
  });
  const pick = async (at: number | null) => {
    const path = await pickOpen(t("recipe.sources.pick"), [
      { name: t("recipe.sources.kinds"), extensions: [...tables, ...graphs, ...documents] },
    ]);
    if (path) inspect.run(path, at);
  };
  const button = (
    <Button
      look={recipe.sources.length === 0 ? "primary" : "plain"}
      onPress={() => void pick(null)}
      isDisabled={inspect.busy}
      data-testid="add-source"
    >
      <FileUp aria-hidden /> {t("recipe.sources.add")}
    </Button>
  );
  const keep = (source: Source) => {
    edit((before) => ({
      ...before,
      sources:
        importing?.at === null || importing === null
          ? [...before.sources, source]
          : replaceAt(before.sources, importing.at, source),
    }));
    setImporting(null);
    // Before any prompt reads them: another file is another's text.
    setLooking(source.name);
  };
  return (
    <>
      {recipe.sources.length === 0 ? (
        <Empty icon={<FileSpreadsheet />} title={t("recipe.sources.emptyTitle")} action={button}>
          {t("recipe.sources.emptyText")}
        </Empty>
      ) : (
        <SectionHead section="sources" actions={button}>
          {t("recipe.sources.intro")}
        </SectionHead>
      )}
      {inspect.error ? <ErrorCallout error={inspect.error} /> : null}
      {recipe.sources.length > 1 && replaced > 0 ? (
        <p className="muted small">{t("recipe.safe.project", { count: replaced })}</p>
      ) : null}
      {recipe.sources.map((source, at) => (
        <SourceCard
          key={`${at} ${source.name}`}
          recipe={recipe}
          source={source}
          at={at}
          onReplace={() => void pick(at)}
          onReview={() => setLooking(source.name)}
        />
      ))}
      {looking !== null && recipe.sources.some(({ name }) => name === looking) ? (
        <PersonalDialog recipe={recipe} source={looking} onClose={() => setLooking(null)} />
      ) : null}
      {importing ? (
        <ImportDialog
          preview={importing.preview}
          source={importing.at === null ? null : (recipe.sources[importing.at] ?? null)}
          name={freshName(
            t("recipe.sources.newName"),
            recipe.sources.map(({ name }) => name),
          )}
          onClose={() => setImporting(null)}
          onKeep={keep}
        />
      ) : null}
    </>
  );
}

interface SourceCardProps {
  recipe: Recipe;
  source: Source;
  at: number;
  onReplace: () => void;
  onReview: () => void;
}

function SourceCard({ recipe, source, at, onReplace, onReview }: SourceCardProps) {
  const rested = useRested(recipe, 350);
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
        {data ? <PersonalLine name={source.name} preview={data} onReview={onReview} /> : null}
        {data ? <RowsTable preview={data} label={t("recipe.sources.first")} limit={5} /> : null}
      </div>
    </Card>
  );
}
