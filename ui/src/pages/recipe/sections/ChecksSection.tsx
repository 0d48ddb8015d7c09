import { ListChecks, Plus } from "lucide-react";
import { Button } from "@/components/Button";
import { Card, Empty } from "@/components/Card";
import { Select } from "@/components/Field";
import { ItemActions } from "@/components/ItemActions";
import { Menu } from "@/components/Menu";
import type { Check } from "@/generated/Check";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { edit } from "@/state/recipe";
import { move, removeAt, replaceAt } from "../model/lists";
import { fieldNames } from "../model/names";
import { ProblemList } from "../ProblemList";
import { SectionHead } from "../SectionHead";
import { CheckFields } from "./CheckFields";

const kinds = ["length", "required", "forbidden", "holds", "likely", "rouge-l", "duplicate"] as const;

export function ChecksSection({ recipe }: { recipe: Recipe }) {
  const fields = fieldNames(recipe);
  const add = (kind: string) => {
    const found = kinds.find((candidate) => candidate === kind);
    if (found)
      edit((before) => ({ ...before, checks: [...before.checks, fresh(found, fields[0] ?? "text")] }));
  };
  const button = (
    <Menu
      label={t("recipe.checks.add")}
      items={kinds.map((id) => ({
        id,
        name: t(`recipe.check.${id}.name`),
        detail: t(`recipe.check.${id}.detail`),
      }))}
      onChoose={add}
      trigger={
        <Button look={recipe.checks.length === 0 ? "primary" : "plain"} data-testid="add-check">
          <Plus aria-hidden /> {t("recipe.checks.add")}
        </Button>
      }
    />
  );
  if (recipe.checks.length === 0) {
    return (
      <Empty icon={<ListChecks />} title={t("recipe.checks.emptyTitle")} action={button}>
        {t("recipe.checks.emptyText")}
      </Empty>
    );
  }
  return (
    <>
      <SectionHead section="checks" actions={button}>
        {t("recipe.checks.intro")}
      </SectionHead>
      {recipe.checks.map((check, at) => {
        const put = (next: Check, field?: string) =>
          edit(
            (before) => ({ ...before, checks: replaceAt(before.checks, at, next) }),
            field && `checks[${at}].${field}`,
          );
        const options = [...new Set([...fields, check.field])].map((name) => ({ id: name, name }));
        return (
          <Card key={at} data-testid={`check-${check.kind}`}>
            <div className="stack">
              <div className="row">
                <h2>{t(`recipe.check.${check.kind}.name`)}</h2>
                <span className="muted small">{t("recipe.checks.on")}</span>
                <Select
                  label={t("recipe.checks.field")}
                  hideLabel
                  value={check.field}
                  onChange={(field) => put({ ...check, field })}
                  options={options}
                />
                <span className="spacer" />
                <ItemActions
                  name={t(`recipe.check.${check.kind}.name`)}
                  at={at}
                  count={recipe.checks.length}
                  onMove={(by) => edit((before) => ({ ...before, checks: move(before.checks, at, by) }))}
                  onRemove={() => edit((before) => ({ ...before, checks: removeAt(before.checks, at) }))}
                />
              </div>
              <p className="muted small">{t(`recipe.check.${check.kind}.detail`)}</p>
              <CheckFields check={check} recipe={recipe} onChange={put} />
              <ProblemList path={`checks[${at}]`} />
            </div>
          </Card>
        );
      })}
    </>
  );
}

function fresh(kind: Check["kind"], field: string): Check {
  switch (kind) {
    case "length":
      return { kind, field, words: [10, 100], band: null, tolerance: 0 };
    case "required":
      return { kind, field, words: [], values_of: [] };
    case "forbidden":
      return { kind, field, words: [] };
    case "rouge-l":
      return { kind, field, max: 0.7 };
    case "duplicate":
      return { kind, field };
    case "likely":
      return { kind, field, min: -2 };
    case "holds":
      return { kind, field, test: `${field} != ''` };
  }
}
