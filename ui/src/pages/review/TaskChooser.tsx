import { Select } from "@/components/Field";
import type { ReviewKind } from "@/generated/ReviewKind";
import { t } from "@/locales/t";
import { type ChosenTask, tasksOf } from "./task";

interface TaskChooserProps {
  kind: ReviewKind;
  texts: readonly string[];
  value: ChosenTask;
  onChange: (task: ChosenTask) => void;
}

/** What to say of the rows: what the recipe asks for, or a rating, or which of two texts is better. */
export function TaskChooser({ kind, texts, value, onChange }: TaskChooserProps) {
  const tasks = tasksOf(kind, texts);
  return (
    <Select
      label={t("review.task.label")}
      hideLabel
      className="review-task"
      value={tasks.includes(value) ? value : "recipe"}
      onChange={onChange}
      options={tasks.map((id) => {
        const name = id === "recipe" ? kind.kind : id;
        return { id, name: t(`review.task.${name}`), detail: t(`review.task.${name}Hint`) };
      })}
      data-testid="review-task"
    />
  );
}
