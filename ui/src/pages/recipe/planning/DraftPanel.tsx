import { Check, FileUp, LoaderCircle, Sparkles, X } from "lucide-react";
import { Fragment, useState } from "react";
import { Button, IconButton } from "@/components/Button";
import { Callout, ErrorCallout } from "@/components/Callout";
import { Chip } from "@/components/Chip";
import { TextField } from "@/components/Field";
import type { Recipe } from "@/generated/Recipe";
import type { RecipeDraft } from "@/generated/RecipeDraft";
import { t } from "@/locales/t";
import { call, pickOpen } from "@/platform";
import { useApp } from "@/state/app";
import { useAction } from "@/state/call";
import { edit } from "@/state/recipe";
import { fileName } from "../model/files";
import { valuesOf } from "../model/scopes";
import { key, show } from "../model/values";

const kinds = ["csv", "tsv", "jsonl", "json", "parquet"];

interface DraftPanelProps {
  onDone: () => void;
  /** The draft is the recipe now; `source` is the file of examples that came with it. */
  onTaken: (source: string | null) => void;
}

/** A recipe from a description, a file of examples, or both: proposed, looked at, then taken or dropped. */
export function DraftPanel({ onDone, onTaken }: DraftPanelProps) {
  const loaded = useApp((store) => Boolean(store.app?.model));
  const [goal, setGoal] = useState("");
  const [examples, setExamples] = useState<string | null>(null);
  const [draft, setDraft] = useState<RecipeDraft | null>(null);
  const [seed, setSeed] = useState(0);
  const ask = useAction(async () => {
    setDraft(await call("recipe_draft", { goal, examples, seed }));
    setSeed(seed + 1);
  });
  const pick = async () => {
    const path = await pickOpen(t("recipe.draft.pick"), [
      { name: t("recipe.draft.files"), extensions: kinds },
    ]);
    if (path) setExamples(path);
  };
  const take = () => {
    if (draft) {
      edit(() => draft.recipe);
      onTaken(draft.recipe.sources[0]?.name ?? null);
    }
    onDone();
  };
  return (
    <div className="stack draft-panel">
      <p className="muted small">{t("recipe.draft.text")}</p>
      <TextField
        label={t("recipe.draft.goal")}
        placeholder={t("recipe.draft.placeholder")}
        lines={3}
        value={goal}
        onChange={setGoal}
        autoFocus
        unfinished
        data-testid="draft-goal"
      />
      <div className="row">
        {examples === null ? (
          <Button size="small" onPress={() => void pick()} data-testid="draft-examples">
            <FileUp aria-hidden /> {t("recipe.draft.examples")}
          </Button>
        ) : (
          <>
            <Chip tone="demonstration">{fileName(examples)}</Chip>
            <IconButton size="small" label={t("recipe.draft.withoutFile")} onPress={() => setExamples(null)}>
              <X aria-hidden />
            </IconButton>
          </>
        )}
        <span className="spacer" />
        <Button
          look={draft ? "plain" : "primary"}
          onPress={() => ask.run()}
          isDisabled={!loaded || ask.busy || (goal.trim() === "" && examples === null)}
          data-testid="draft-ask"
        >
          {ask.busy ? <LoaderCircle aria-hidden className="turning" /> : <Sparkles aria-hidden />}
          {t(ask.busy ? "recipe.draft.busy" : draft ? "recipe.draft.again" : "recipe.draft.ask")}
        </Button>
      </div>
      {ask.error ? <ErrorCallout error={ask.error} /> : null}
      {draft ? (
        <>
          {draft.notices.map((notice) => (
            <Callout key={notice}>{notice}</Callout>
          ))}
          <Outline recipe={draft.recipe} />
          <div className="row">
            <span className="muted small">{t("recipe.draft.replaces")}</span>
            <span className="spacer" />
            <Button onPress={onDone}>{t("recipe.draft.drop")}</Button>
            <Button look="primary" onPress={take} data-testid="draft-take">
              <Check aria-hidden /> {t("recipe.draft.take")}
            </Button>
          </div>
        </>
      ) : null}
    </div>
  );
}

/** What a proposed recipe makes, by what it varies. */
function Outline({ recipe }: { recipe: Recipe }) {
  return (
    <div className="draft-outline" data-testid="draft-outline">
      <p>
        <b>{recipe.name}</b>{" "}
        <span className="muted small">
          {t(`recipe.kind.${recipe.task.kind}`)} · {recipe.task.fields.join(", ")}
        </span>
      </p>
      <dl>
        {recipe.conditions.map((condition) => (
          <Fragment key={condition.name}>
            <dt>{condition.name}</dt>
            <dd>
              {valuesOf(condition, recipe).map((value) => (
                <Chip key={key(value)} tone="condition">
                  {show(value)}
                </Chip>
              ))}
            </dd>
          </Fragment>
        ))}
        <dt>{t("recipe.section.steps")}</dt>
        <dd>
          {recipe.steps.map(({ id }) => (
            <Chip key={id} tone="step">
              {id}
            </Chip>
          ))}
        </dd>
        <dt>{t("recipe.section.checks")}</dt>
        <dd>
          {recipe.checks.map((check) => (
            <Chip key={check.kind}>{t(`recipe.check.${check.kind}.name`)}</Chip>
          ))}
        </dd>
      </dl>
    </div>
  );
}
