import { ErrorCallout } from "@/components/Callout";
import { Card } from "@/components/Card";
import type { Condition } from "@/generated/Condition";
import type { Recipe } from "@/generated/Recipe";
import { t } from "@/locales/t";
import { useCall } from "@/state/call";
import { usePlace } from "@/state/navigation";
import { expectedRows } from "../model/shares";
import { key, show, text } from "../model/values";
import { RowCount } from "./RowCount";

/** Expected rows for each value of one condition and, once there was a run, the real ones. */
export function ExpectedValues({ recipe, condition }: { recipe: Recipe; condition: Condition }) {
  const { name } = condition;
  const run = usePlace((place) => place.run);
  const expected = expectedRows(recipe, condition);
  const asked = run !== null && expected !== null;
  const { data, error } = useCall("rows_counts", asked ? { run, column: name, show: "accepted" } : undefined);
  if (!expected) return null;
  const actual = asked && data ? new Map(data.map(({ value, count }) => [value, count])) : null;
  const most = Math.max(1, ...expected.map(({ rows }) => rows));
  return (
    <Card title={t("recipe.matrix.title")} note={name}>
      {error ? <ErrorCallout error={error} /> : null}
      <div className="matrix-scroll">
        <table className="matrix" data-testid="expected-rows">
          <thead>
            <tr>
              <td />
              {expected.map(({ value }) => (
                <th key={key(value)} scope="col">
                  {show(value)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{name}</th>
              {expected.map(({ value, rows }) => (
                <RowCount
                  key={key(value)}
                  expected={rows}
                  actual={actual ? (actual.get(text(value)) ?? 0) : undefined}
                  most={most}
                />
              ))}
            </tr>
          </tbody>
        </table>
      </div>
    </Card>
  );
}
