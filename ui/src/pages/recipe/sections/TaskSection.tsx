import { Plus } from "lucide-react";
import { Button } from "@/components/Button";
import { Card } from "@/components/Card";
import { Select, TextField } from "@/components/Field";
import { ItemActions } from "@/components/ItemActions";
import type { Label } from "@/generated/Label";
import type { Mode } from "@/generated/Mode";
import type { Recipe } from "@/generated/Recipe";
import type { Task } from "@/generated/Task";
import type { TaskKind } from "@/generated/TaskKind";
import { t } from "@/locales/t";
import { edit } from "@/state/recipe";
import { freshName, move, removeAt, replaceAt } from "../model/lists";
import { problemAt, useProblems } from "../model/problems";
import { ProblemList } from "../ProblemList";
import { SectionHead } from "../SectionHead";
import { ColumnsCard } from "./ColumnsCard";

const kinds: readonly TaskKind[] = [
  "classification",
  "generation",
  "qa",
  "ner",
  "relation",
  "nli",
  "dialogue",
  "instruction",
  "translation",
  "tabular",
];
const modes: readonly Mode[] = ["generate", "annotate", "rewrite"];

function change(part: Partial<Task>, field?: string): void {
  edit((recipe) => ({ ...recipe, task: { ...recipe.task, ...part } }), field);
}

export function TaskSection({ recipe }: { recipe: Recipe }) {
  const { task } = recipe;
  const problems = useProblems();
  return (
    <>
      <SectionHead section="task">{t("recipe.task.intro")}</SectionHead>
      <Card>
        <div className="stack">
          <div className="fields-2">
            <Select
              label={t("recipe.task.kind")}
              value={task.kind}
              onChange={(kind) => change({ kind })}
              options={kinds.map((id) => ({ id, name: t(`recipe.kind.${id}`) }))}
            />
            <Select
              label={t("recipe.task.mode")}
              value={task.mode}
              onChange={(mode) => change({ mode })}
              options={modes.map((id) => ({
                id,
                name: t(`recipe.mode.${id}.name`),
                detail: t(`recipe.mode.${id}.detail`),
              }))}
            />
          </div>
          {task.mode === "generate" ? null : (
            <Select
              label={t("recipe.task.input")}
              hint={t("recipe.task.inputHint")}
              problem={problemAt(problems, "task.input")}
              value={task.input}
              onChange={(input) => change({ input })}
              placeholder={t("recipe.task.inputNone")}
              options={recipe.sources.map(({ name, file }) => ({ id: name, name, detail: file }))}
            />
          )}
          <TextField
            label={t("recipe.task.role")}
            hint={t("recipe.task.roleHint")}
            value={task.role}
            onChange={(role) => change({ role }, "task.role")}
            lines={2}
            data-testid="task-role"
          />
          <TextField
            label={t("recipe.task.goal")}
            hint={t("recipe.task.goalHint")}
            problem={problemAt(problems, "task.goal")}
            value={task.goal}
            onChange={(goal) => change({ goal }, "task.goal")}
            lines={2}
            data-testid="task-goal"
          />
          <TextField
            label={t("recipe.task.codebook")}
            hint={t("recipe.task.codebookHint")}
            value={task.codebook}
            onChange={(codebook) => change({ codebook }, "task.codebook")}
            lines={3}
            data-testid="task-codebook"
          />
          <TextField
            label={t("recipe.task.description")}
            hint={t("recipe.task.descriptionHint")}
            value={recipe.description}
            onChange={(description) => edit((before) => ({ ...before, description }), "description")}
            lines={2}
          />
        </div>
      </Card>
      <LabelsCard labels={task.labels} />
      <ColumnsCard recipe={recipe} onChange={(fields) => change({ fields })} />
    </>
  );
}

function LabelsCard({ labels }: { labels: Label[] }) {
  const problems = useProblems();
  const put = (next: Label[], field?: string) => change({ labels: next }, field);
  const names = labels.map(({ name }) => name);
  return (
    <Card
      title={t("recipe.labels.title")}
      note={t("recipe.labels.note")}
      actions={
        <Button
          size="small"
          onPress={() =>
            put([
              ...labels,
              { name: freshName(t("recipe.labels.new"), names), verbalizer: null, definition: null },
            ])
          }
          data-testid="add-label"
        >
          <Plus aria-hidden /> {t("recipe.labels.add")}
        </Button>
      }
    >
      <div className="stack">
        {labels.length === 0 ? <p className="muted small">{t("recipe.labels.empty")}</p> : null}
        {labels.map((label, at) => {
          const set = (part: Partial<Label>, field: keyof Label) =>
            put(replaceAt(labels, at, { ...label, ...part }), `task.labels[${at}].${field}`);
          return (
            <div key={at} className="label-row">
              <TextField
                label={t("recipe.labels.name")}
                problem={problemAt(problems, `task.labels[${at}].name`)}
                value={label.name}
                onChange={(name) => set({ name }, "name")}
              />
              <TextField
                label={t("recipe.labels.verbalizer")}
                placeholder={label.name}
                problem={problemAt(problems, `task.labels[${at}].verbalizer`)}
                value={label.verbalizer ?? ""}
                onChange={(text) => set({ verbalizer: text === "" ? null : text }, "verbalizer")}
              />
              <ItemActions
                name={label.name}
                at={at}
                count={labels.length}
                onMove={(by) => put(move(labels, at, by))}
                onRemove={() => put(removeAt(labels, at))}
              />
              <TextField
                className="label-definition"
                label={t("recipe.labels.definition")}
                value={label.definition ?? ""}
                onChange={(text) => set({ definition: text === "" ? null : text }, "definition")}
                lines={2}
              />
            </div>
          );
        })}
        <ProblemList path="task.labels" />
      </div>
    </Card>
  );
}
