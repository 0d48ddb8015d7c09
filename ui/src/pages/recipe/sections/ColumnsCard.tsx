import { Plus } from "lucide-react";
import { Button } from "@/components/Button";
import { Card } from "@/components/Card";
import { Chip } from "@/components/Chip";
import { ItemActions } from "@/components/ItemActions";
import { Menu } from "@/components/Menu";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { useRecipe } from "@/state/recipe";
import { move, removeAt } from "../model/lists";
import { fieldNames } from "../model/names";
import { ProblemList } from "../ProblemList";

/** Columns of a finished row, in order; left alone, every answer and then the label. */
export function ColumnsCard({ recipe, onChange }: { recipe: Recipe; onChange: (fields: string[]) => void }) {
  const columns = useRecipe((store) => store.checked?.columns ?? []);
  const { fields } = recipe.task;
  const input = recipe.sources.find((source) => source.name === recipe.task.input);
  const possible = [
    ...fieldNames(recipe),
    ...recipe.conditions.map(({ name }) => name),
    ...Object.keys(input?.fields ?? {}),
  ].filter((name, at, all) => !fields.includes(name) && all.indexOf(name) === at);
  return (
    <Card
      title={t("recipe.columns.title")}
      note={fields.length === 0 ? t("recipe.columns.automatic") : t("recipe.columns.chosen")}
      actions={
        fields.length === 0 ? (
          <Button size="small" onPress={() => onChange(columns)}>
            {t("recipe.columns.choose")}
          </Button>
        ) : (
          <>
            <Button size="small" look="quiet" onPress={() => onChange([])}>
              {t("recipe.columns.reset")}
            </Button>
            <Menu
              label={t("recipe.columns.add")}
              items={possible.map((name) => ({ id: name, name }))}
              onChoose={(name) => onChange([...fields, name])}
              trigger={
                <Button size="small" isDisabled={possible.length === 0}>
                  <Plus aria-hidden /> {t("recipe.columns.add")}
                </Button>
              }
            />
          </>
        )
      }
    >
      {fields.length === 0 ? (
        <div className="row wrap">
          {columns.map((name) => (
            <Chip key={name}>{name}</Chip>
          ))}
        </div>
      ) : (
        <ol className="columns-list">
          {fields.map((name, at) => (
            <li key={name} className="row">
              <Chip>{name}</Chip>
              <span className="spacer" />
              <ItemActions
                name={name}
                at={at}
                count={fields.length}
                onMove={(by) => onChange(move(fields, at, by))}
                onRemove={() => onChange(removeAt(fields, at))}
              />
            </li>
          ))}
        </ol>
      )}
      <ProblemList path="task.fields" />
    </Card>
  );
}
