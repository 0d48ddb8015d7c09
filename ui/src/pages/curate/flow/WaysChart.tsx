import { useMemo } from "react";
import { count } from "@/locales/format";
import { t } from "@/locales/t";
import { openRows } from "../../data/query";
import type { Measured } from "../model/pipeline";
import { nameOf } from "../model/words";
import { showRowsOf } from "../place";
import { ChartFrame } from "./ChartFrame";
import { type FlowNode, greatestLoss, waysOf } from "./flows";
import type { Picked } from "./PipelinePlot";
import { waysHeight, waysOptions } from "./ways";

interface WaysChartProps {
  measured: Measured;
  run: number;
  /** The column that holds the label, where rows have one. */
  label: string | null;
}

/** The rows of each label by what becomes of them. */
export function WaysChart({ measured, run, label }: WaysChartProps) {
  const { flows, steps } = measured.view;
  const { nodes, links, draw } = useMemo(() => {
    const names = steps.map(({ step }, at) => `${at + 1}. ${nameOf(step.kind)}`);
    const ways = waysOf(flows, names);
    return { ...ways, draw: waysOptions(ways.nodes, ways.links) };
  }, [flows, steps]);
  const loss = greatestLoss(flows);
  const byId = (id: unknown) => nodes.find((node) => node.id === id);
  const lead = (node: FlowNode | undefined) => {
    if (!node?.leads) return openRows(run, {});
    if ("step" in node.leads) {
      const step = measured.steps[node.leads.step];
      if (step) showRowsOf(step);
    } else {
      const filters = label ? [{ column: label, op: "is" as const, value: node.leads.label }] : [];
      openRows(run, { filters });
    }
  };
  const onPick = ({ dataType, name, data }: Picked) => {
    if (dataType !== "edge") return lead(byId(name));
    const { source, target } = data as { source: string; target: string };
    const to = byId(target);
    lead(to?.leads ? to : byId(source));
  };
  return (
    <ChartFrame
      id="ways"
      run={run}
      title={
        loss
          ? t("curate.flow.title", { name: nameOf(steps[loss.step]?.step.kind ?? ""), count: loss.rows })
          : t("curate.flow.titleNone")
      }
      height={waysHeight(nodes)}
      draw={draw}
      onPick={onPick}
      table={
        <div className="chart-table">
          <table>
            <thead>
              <tr>
                <th>{t("curate.flow.label")}</th>
                <th>{t("curate.flow.what")}</th>
                <th className="number">{t("curate.flow.rows")}</th>
              </tr>
            </thead>
            <tbody>
              {links.map(({ source, target, value }) => (
                <tr key={`${source} ${target}`}>
                  <td>{byId(source)?.name}</td>
                  <td>
                    <button type="button" className="text-link" onClick={() => lead(byId(target))}>
                      {byId(target)?.name}
                    </button>
                  </td>
                  <td className="number">{count(value)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      }
    />
  );
}
