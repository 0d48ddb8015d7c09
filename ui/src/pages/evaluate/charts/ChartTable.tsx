import type { ReactNode } from "react";
import { decimal, percent } from "@/locales/format";
import { t } from "@/locales/t";
import { type Selection, selectGroup, selectionAt, selectPoint } from "../rows/selection";
import { alignPoints, showValue } from "./bars";
import { curveFigure, drawnCurves } from "./curveOptions";
import type { ChartOf, Plotted, PointChart } from "./forms";
import { cellWords } from "./gridOptions";
import { placesByGroup } from "./mapOptions";

interface ChartTableProps {
  plotted: Plotted;
  onSelect: (selection: Selection) => void;
}

/** A chart's figures as a table. */
export function ChartTable({ plotted, onSelect }: ChartTableProps) {
  const { chart } = plotted;
  switch (chart.form) {
    case "curves":
      return <CurvesTable plotted={{ ...plotted, chart }} onSelect={onSelect} />;
    case "map":
      return <MapTable chart={chart} onSelect={onSelect} />;
    case "grid":
      return <GridTable plotted={plotted} chart={chart} onSelect={onSelect} />;
    default:
      return <PointsTable plotted={{ ...plotted, chart }} onSelect={onSelect} />;
  }
}

function Table({
  caption,
  heads,
  children,
}: {
  caption: string;
  heads: readonly string[];
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <div className="chart-table" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {heads.map((head, at) => (
              <th key={at} scope="col" className={at === 0 ? undefined : "number"}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** Opens the rows behind a name, where there are any. */
function Name({
  name,
  selection,
  onSelect,
}: {
  name: string;
  selection: Selection | null;
  onSelect: (selection: Selection) => void;
}) {
  if (!selection) return name;
  return (
    <button type="button" className="text-link" onClick={() => onSelect(selection)}>
      {name}
    </button>
  );
}

function PointsTable({
  plotted,
  onSelect,
}: {
  plotted: Plotted & { chart: PointChart };
  onSelect: (selection: Selection) => void;
}) {
  const { chart } = plotted;
  const aligned = alignPoints(plotted);
  const { labels, found, expected, beside, axis } = aligned;
  const names = chart.form === "bars" ? chart.y : chart.x;
  const columns = [
    beside.length > 0 ? found : { ...found, name: axis || t("chart.value") },
    ...(expected ? [expected] : []),
    ...beside,
  ];
  return (
    <Table caption={chart.title} heads={[names || t("chart.name"), ...columns.map(({ name }) => name)]}>
      {labels.map((label, at) => (
        <tr key={at}>
          <th scope="row">
            <Name name={label} selection={selectionAt(plotted, 0, at)} onSelect={onSelect} />
          </th>
          {columns.map(({ values }, column) => (
            <td key={column} className="number">
              {showValue(values[at] ?? null, aligned)}
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}

function CurvesTable({
  plotted,
  onSelect,
}: {
  plotted: Plotted & { chart: ChartOf<"curves"> };
  onSelect: (selection: Selection) => void;
}) {
  const { chart } = plotted;
  const curves = drawnCurves(plotted);
  const places = [...new Set(curves.flatMap(({ points }) => points.map(({ x }) => x)))].toSorted(
    (a, b) => a - b,
  );
  return (
    <Table caption={`${chart.title} (${chart.y})`} heads={[chart.x, ...curves.map(({ name }) => name)]}>
      {places.map((x) => (
        <tr key={x}>
          <th scope="row">{decimal(x, 4)}</th>
          {curves.map(({ name, points, beside }) => {
            const point = points.find((candidate) => candidate.x === x);
            return (
              <td key={name} className="number">
                {point ? (
                  <Name
                    name={curveFigure(point, chart.y)}
                    selection={beside ? null : selectPoint(chart, name, point)}
                    onSelect={onSelect}
                  />
                ) : (
                  "–"
                )}
              </td>
            );
          })}
        </tr>
      ))}
    </Table>
  );
}

function MapTable({ chart, onSelect }: { chart: ChartOf<"map">; onSelect: (selection: Selection) => void }) {
  const groups = placesByGroup(chart);
  return (
    <Table
      caption={chart.title}
      heads={[t("evaluate.map.group"), t("evaluate.map.rows"), t("evaluate.map.share")]}
    >
      {chart.groups.map((name, group) => {
        const rows = groups[group]?.length ?? 0;
        return (
          <tr key={group}>
            <th scope="row">
              <Name name={name} selection={selectGroup(chart, group)} onSelect={onSelect} />
            </th>
            <td className="number">{decimal(rows, 0)}</td>
            <td className="number">{chart.places.length > 0 ? percent(rows / chart.places.length) : "–"}</td>
          </tr>
        );
      })}
    </Table>
  );
}

function GridTable({
  plotted,
  chart,
  onSelect,
}: {
  plotted: Plotted;
  chart: ChartOf<"grid">;
  onSelect: (selection: Selection) => void;
}) {
  return (
    <Table caption={`${chart.title} (${chart.y}, ${chart.x})`} heads={[chart.y, ...chart.columns]}>
      {chart.rows.map((name, row) => (
        <tr key={row}>
          <th scope="row">{name}</th>
          {chart.columns.map((_, column) => {
            const at = chart.cells.findIndex((cell) => cell.row === row && cell.column === column);
            const cell = chart.cells[at];
            return (
              <td key={column} className="number">
                {cell ? (
                  <Name name={cellWords(cell)} selection={selectionAt(plotted, 0, at)} onSelect={onSelect} />
                ) : (
                  "–"
                )}
              </td>
            );
          })}
        </tr>
      ))}
    </Table>
  );
}
