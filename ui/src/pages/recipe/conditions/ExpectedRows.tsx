import { useState } from "react";
import { ErrorCallout } from "@/components/Callout";
import { Card } from "@/components/Card";
import { Select } from "@/components/Field";
import type { Recipe } from "@/generated/Recipe";
import { decimal } from "@/locales/format";
import { t } from "@/locales/t";
import { useCall, useRested } from "@/state/call";
import { usePlace } from "@/state/navigation";

/** Expected rows for each pair of values of two conditions and, once there was a run, the real ones. */
export function ExpectedRows({ recipe }: { recipe: Recipe }) {
  const names = recipe.conditions.filter((condition) => !("words" in condition)).map(({ name }) => name);
  const run = usePlace((place) => place.run);
  const [chosen, choose] = useState<{ side?: string; top?: string }>({});
  const side = names.find((name) => name === chosen.side) ?? names[0];
  const top =
    names.find((name) => name === chosen.top && name !== side) ?? names.find((name) => name !== side);
  const rested = useRested(recipe, 350);
  const here = rested.conditions.map(({ name }) => name);
  const askable = side && top && here.includes(side) && here.includes(top);
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
                        style={{ "--heat": `${Math.round((expected / most) * 55)}%` } as React.CSSProperties}
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
