import type { Chart } from "@/generated/Chart";
import type { Point } from "@/generated/Point";
import { decimal } from "@/locales/format";
import { t } from "@/locales/t";

/** A chart's figures as a table. */
export function ChartTable({ chart, onOpen }: { chart: Chart; onOpen: (point: Point) => void }) {
  const [names, values] = chart.form === "bars" ? [chart.y, chart.x] : [chart.x, chart.y];
  const expected = chart.points.some((point) => point.expected !== null);
  return (
    <div className="chart-table">
      <table>
        <thead>
          <tr>
            <th>{names || t("chart.name")}</th>
            <th className="number">{values || t("chart.value")}</th>
            {expected ? <th className="number">{t("evaluate.chart.expected")}</th> : null}
          </tr>
        </thead>
        <tbody>
          {chart.points.map((point, at) => (
            <tr key={at}>
              <td>
                {point.behind ? (
                  <button type="button" className="text-link" onClick={() => onOpen(point)}>
                    {point.label}
                  </button>
                ) : (
                  point.label
                )}
              </td>
              <td className="number">{decimal(point.value, 4)}</td>
              {expected ? <td className="number">{decimal(point.expected, 2)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
