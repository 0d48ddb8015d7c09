import { useState } from "react";
import { ErrorCallout } from "@/components/Callout";
import { Card } from "@/components/Card";
import { Select } from "@/components/Field";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { useCall, useRested } from "@/state/call";
import { usePlace } from "@/state/navigation";
import { useProblems } from "../model/problems";
import { valuesOf } from "../model/scopes";
import { ExpectedValues } from "./ExpectedValues";
import { RowCount } from "./RowCount";

/** Expected rows for the values of two conditions, or of the only one that lists them. */
export function ExpectedRows({ recipe }: { recipe: Recipe }) {
  // Ranges and words have no list of values.
  const listed = recipe.conditions
    .map((condition) => ({ condition, size: valuesOf(condition, recipe).length }))
    .filter(({ size }) => size > 0);
  const [first, second] = listed;
  if (!first) return null;
  if (!second) return <ExpectedValues recipe={recipe} condition={first.condition} />;
  const namesOf = (list: typeof listed) => [...new Set(list.map(({ condition }) => condition.name))];
  const largest = namesOf(listed.toSorted((a, b) => b.size - a.size)).slice(0, 2);
  return <ExpectedPairs recipe={recipe} names={namesOf(listed)} largest={largest} />;
}

interface ExpectedPairsProps {
  recipe: Recipe;
  names: string[];
  /** The two with most values; the first one goes down the side. */
  largest: string[];
}

/** Expected rows for each pair of values of two conditions and, once there was a run, the real ones. */
function ExpectedPairs({ recipe, names, largest }: ExpectedPairsProps) {
  const broken = useProblems().some(({ severity }) => severity === "error");
  const run = usePlace((place) => place.run);
  const [chosen, choose] = useState<{ side?: string; top?: string }>({});
  const side = names.find((name) => name === chosen.side) ?? largest[0];
  const top = [chosen.top, ...largest, ...names].find(
    (name) => name && name !== side && names.includes(name),
  );
  const rested = useRested(recipe, 350);
  const here = rested.conditions.map(({ name }) => name);
  const askable = !broken && side && top && here.includes(side) && here.includes(top);
  const { data, error } = useCall(
    "condition_matrix",
    askable ? { recipe: rested, rows: side, columns: top, run } : undefined,
  );
  if (!side || !top) return null;
  const options = names.map((name) => ({ id: name, name }));
  const most = Math.max(1, ...(data?.expected.flat() ?? []));
  return (
    <Card
      title={t("recipe.matrix.title")}
      note={t("recipe.matrix.note", { side, top })}
      actions={
        <>
          <Select
            label={t("recipe.matrix.side")}
            hideLabel
            value={side}
            options={options}
            onChange={(next) => choose({ ...chosen, side: next })}
          />
          <Select
            label={t("recipe.matrix.top")}
            hideLabel
            value={top}
            options={options.filter(({ id }) => id !== side)}
            onChange={(next) => choose({ ...chosen, top: next })}
          />
        </>
      }
    >
      {error ? <ErrorCallout error={error} /> : null}
      {data ? (
        <div className="matrix-scroll">
          <table className="matrix" data-testid="expected-rows">
            <thead>
              <tr>
                <td />
                {data.columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.rows.map((row, y) => (
                <tr key={row}>
                  <th scope="row">{row}</th>
                  {data.columns.map((column, x) => (
                    <RowCount
                      key={column}
                      expected={data.expected[y]?.[x] ?? 0}
                      actual={data.actual?.[y]?.[x]}
                      most={most}
                    />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </Card>
  );
}
