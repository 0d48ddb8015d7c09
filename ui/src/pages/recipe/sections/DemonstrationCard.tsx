import { useState } from "react";
import { ErrorCallout } from "@/components/Callout";
import { Card } from "@/components/Card";
import { Checkbox, NumberField, Select, TextField } from "@/components/Field";
import { ItemActions } from "@/components/ItemActions";
import { NameField } from "@/components/NameField";
import { Tabs } from "@/components/Tabs";
import type { Demonstration } from "@/generated/Demonstration";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { useCall, useRested } from "@/state/call";
import { edit } from "@/state/recipe";
import { freshName, move, removeAt, replaceAt } from "../model/lists";
import { problemAt, useProblems } from "../model/problems";
import { renameDemonstration } from "../model/rename";
import { ProblemList } from "../ProblemList";
import { usePrompt } from "../prompt/state";
import { RowsTable } from "./RowsTable";

export function DemonstrationCard({
  recipe,
  block,
  at,
}: {
  recipe: Recipe;
  block: Demonstration;
  at: number;
}) {
  const problems = useProblems();
  const path = `demonstrations[${at}]`;
  const put = (part: Partial<Demonstration>, field?: keyof Demonstration) =>
    edit(
      (before) => ({
        ...before,
        demonstrations: replaceAt(before.demonstrations, at, { ...block, ...part }),
      }),
      field && `${path}.${field}`,
    );
  const source = recipe.sources.find(({ name }) => name === block.source);
  const matchable =
    block.select === "from-leaf"
      ? Object.keys(source?.fields ?? {})
      : recipe.conditions.map(({ name }) => name);
  const names = recipe.demonstrations.map(({ name }) => name);
  return (
    <Card className="demonstration-card" data-testid={`demonstration-${block.name}`}>
      <div className="stack">
        <div className="row">
          <NameField
            label={t("recipe.demonstrations.name")}
            hideLabel
            className="condition-name"
            value={block.name}
            onChange={(name) => edit((before) => renameDemonstration(before, block.name, name))}
          />
          <span className="spacer" />
          <ItemActions
            name={block.name}
            at={at}
            count={names.length}
            onMove={(by) =>
              edit((before) => ({ ...before, demonstrations: move(before.demonstrations, at, by) }))
            }
            onDuplicate={() =>
              edit((before) => ({
                ...before,
                demonstrations: [...before.demonstrations, { ...block, name: freshName(block.name, names) }],
              }))
            }
            onRemove={() =>
              edit((before) => ({ ...before, demonstrations: removeAt(before.demonstrations, at) }))
            }
          />
        </div>
        <div className="fields-2">
          <Select
            label={t("recipe.demonstrations.source")}
            problem={problemAt(problems, `${path}.source`)}
            value={block.source || null}
            onChange={(source) => put({ source })}
            options={[
              ...recipe.sources.map(({ name, file }) => ({ id: name, name, detail: file })),
              {
                id: synthetic,
                name: t("recipe.demonstrations.synthetic"),
                detail: t("recipe.demonstrations.syntheticHint"),
              },
            ]}
          />
          <NumberField
            label={t("recipe.demonstrations.count")}
            problem={problemAt(problems, `${path}.count`)}
            value={block.count}
            min={1}
            step={1}
            onChange={(count) => count !== null && put({ count })}
          />
          <Select
            label={t("recipe.demonstrations.select")}
            hint={t(`recipe.select.${block.select}.detail`)}
            value={block.select}
            onChange={(select) => put({ select })}
            options={waysFor(block).map((id) => ({
              id,
              name: t(`recipe.select.${id}.name`),
              detail: t(`recipe.select.${id}.detail`),
            }))}
          />
          {compares.includes(block.select) ? (
            <Select
              label={t("recipe.demonstrations.similarity")}
              hint={t(`recipe.similarity.${block.similarity}.detail`)}
              problem={problemAt(problems, `${path}.similarity`)}
              value={block.similarity}
              onChange={(similarity) => put({ similarity })}
              options={similarities.map((id) => ({ id, name: t(`recipe.similarity.${id}.name`) }))}
            />
          ) : null}
          <Select
            label={t(
              block.select === "from-leaf" ? "recipe.demonstrations.leaf" : "recipe.demonstrations.matching",
            )}
            hint={t(
              block.select === "from-leaf"
                ? "recipe.demonstrations.leafHint"
                : "recipe.demonstrations.matchingHint",
            )}
            problem={problemAt(problems, `${path}.matching`)}
            value={block.matching ?? nothing}
            onChange={(name) => put({ matching: name === nothing ? null : name })}
            options={[
              { id: nothing, name: t("recipe.demonstrations.anyRow") },
              ...matchable.map((name) => ({ id: name, name })),
            ]}
          />
        </div>
        {block.select === "similar" || block.select === "bm25" ? (
          <TextField
            label={t("recipe.demonstrations.query")}
            hint={t("recipe.demonstrations.queryHint")}
            problem={problemAt(problems, `${path}.query`)}
            value={block.query ?? ""}
            onChange={(query) => put({ query: query === "" ? null : query }, "query")}
            mono
          />
        ) : null}
        <Checkbox
          label={t("recipe.demonstrations.used")}
          value={recipe.steps.some((step) => step.demonstrations.includes(block.name))}
          onChange={(used) => edit((before) => offerToSteps(before, block.name, used))}
        />
        <ProblemList path={path} />
        <SupportSet recipe={recipe} block={block} onPin={(pinned) => put({ pinned })} />
      </div>
    </Card>
  );
}

/** The ways that compare rows by their likeness. */
const compares: readonly Demonstration["select"][] = ["similar", "diverse", "vote-k"];

const similarities: readonly Demonstration["similarity"][] = ["tf-idf", "embedding"];

const nothing = "\u0000";

/** The name by which a recipe calls the rows of earlier rounds. */
const synthetic = "synthetic";

const ways: readonly Demonstration["select"][] = [
  "random",
  "similar",
  "bm25",
  "diverse",
  "vote-k",
  "from-leaf",
  "least-shown",
  "informative",
  "hard",
];

/** The ways in which rows of a source can be chosen, and the one in use. */
function waysFor({ source, select }: Demonstration): Demonstration["select"][] {
  const unfit: Demonstration["select"][] = source === synthetic ? ["similar", "bm25"] : ["informative"];
  return ways.filter((way) => way === select || !unfit.includes(way));
}

function offerToSteps(recipe: Recipe, name: string, used: boolean): Recipe {
  return {
    ...recipe,
    steps: recipe.steps.map((step) => {
      const others = step.demonstrations.filter((other) => other !== name);
      return { ...step, demonstrations: used ? [...others, name] : others };
    }),
  };
}

interface SupportSetProps {
  recipe: Recipe;
  block: Demonstration;
  onPin: (pinned: number[]) => void;
}

/** The rows to choose from, with a mark on those always shown, and what the row of the prompt pane gets. */
function SupportSet({ recipe, block, onPin }: SupportSetProps) {
  const [tab, setTab] = useState<"all" | "shown">("all");
  const draw = usePrompt((state) => state.draw);
  const rested = useRested(recipe, 350);
  const known = rested.demonstrations.some(({ name }) => name === block.name);
  const all = useCall(
    "source_preview",
    known && block.source && block.source !== synthetic
      ? { recipe: rested, source: block.source }
      : undefined,
  );
  const shown = useCall(
    "demonstrations_shown",
    known && tab === "shown" ? { recipe: rested, demonstration: block.name, draw } : undefined,
  );
  const answer = tab === "all" ? all : shown;
  return (
    <Tabs
      label={t("recipe.demonstrations.rows")}
      value={tab}
      onChange={setTab}
      tabs={[
        { id: "all", name: t("recipe.demonstrations.all", { count: all.data?.total ?? 0 }) },
        { id: "shown", name: t("recipe.demonstrations.shown", { row: draw + 1 }) },
      ]}
    >
      {answer.error ? <ErrorCallout error={answer.error} /> : null}
      {answer.data ? (
        <RowsTable
          preview={answer.data}
          label={
            tab === "all"
              ? t("recipe.demonstrations.pin")
              : t("recipe.demonstrations.shown", { row: draw + 1 })
          }
          limit={tab === "all" ? 100 : answer.data.rows.length}
          marked={tab === "all" ? block.pinned : undefined}
          onMark={
            tab === "all"
              ? (at) =>
                  onPin(
                    block.pinned.includes(at)
                      ? block.pinned.filter((other) => other !== at)
                      : [...block.pinned, at],
                  )
              : undefined
          }
        />
      ) : null}
    </Tabs>
  );
}
