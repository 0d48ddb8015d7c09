import { useState } from "react";
import { ErrorCallout } from "@/components/Callout";
import { Card } from "@/components/Card";
import { Select } from "@/components/Field";
import type { Recipe } from "@/generated/Recipe";
import { decimal } from "@/locales/format";
import { t } from "@/locales/t";
import { useCall, useRested } from "@/state/call";
import { usePlace } from "@/state/navigation";
import { useProblems } from "../model/problems";
import { valuesOf } from "../model/scopes";

/** Expected rows for each pair of values of two conditions and, once there was a run, the real ones. */
export function ExpectedRows({ recipe }: { recipe: Recipe }) {
  // Ranges and words have no list of values; the condition with more values goes down the side.
  const sizes = new Map(
    recipe.conditions.map((condition) => [condition.name, valuesOf(condition, recipe).length]),
  );
  const names = [...sizes.keys()].filter((name) => (sizes.get(name) ?? 0) > 0);
  const largest = names.toSorted((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0)).slice(0, 2);
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
                  {data.columns.map((column, x) => {
                    const expected = data.expected[y]?.[x] ?? 0;
                    const actual = data.actual?.[y]?.[x];
                    return (
                      <td
                        key={column}
                        style={{ "--heat": `${Math.round((expected / most) * 40)}%` } as React.CSSProperties}
                      >
                        {actual === undefined ? null : <b>{actual} / </b>}
                        {decimal(expected, 1)}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </Card>
  );
}
