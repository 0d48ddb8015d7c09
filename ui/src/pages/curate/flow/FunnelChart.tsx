import { useMemo } from "react";
import { count, percent } from "@/locales/format";
import { t } from "@/locales/t";
import type { Measured } from "../model/pipeline";
import { nameOf } from "../model/words";
import { goTo } from "../place";
import { ChartFrame } from "./ChartFrame";
import { type FunnelBar, funnelHeight, funnelOptions } from "./funnel";

/** Rows left at first and after each step. */
export function funnelBars({ view }: Measured): FunnelBar[] {
  const first = view.funnel[0] ?? 0;
  return [
    { name: t("curate.funnel.start"), left: first, lost: 0 },
    ...view.steps.map(({ step, in_force }, at) => ({
      name: `${at + 1}. ${nameOf(step.kind)}${in_force ? "" : ` (${t("curate.card.heldBack")})`}`,
      left: view.funnel[at + 1] ?? 0,
      lost: (view.funnel[at] ?? 0) - (view.funnel[at + 1] ?? 0),
    })),
  ];
}

export function FunnelChart({ measured, run }: { measured: Measured; run: number }) {
  const { bars, draw } = useMemo(() => {
    const bars = funnelBars(measured);
    return { bars, draw: funnelOptions(bars) };
  }, [measured]);
  const first = bars[0]?.left ?? 0;
  const last = bars.at(-1)?.left ?? 0;
  const open = (at: number) => {
    const step = measured.steps[at - 1];
    if (step) goTo({ open: step.key });
  };
  return (
    <ChartFrame
      id="funnel"
      run={run}
      title={
        last === first
          ? t("curate.funnel.nothing")
          : t("curate.funnel.title", { share: percent(last / first), count: measured.steps.length })
      }
      height={funnelHeight(bars)}
      draw={draw}
      onPick={({ dataIndex }) => open(dataIndex)}
      table={
        <table>
          <thead>
            <tr>
              <th>{t("curate.funnel.step")}</th>
              <th className="number">{t("curate.funnel.loss")}</th>
              <th className="number">{t("curate.funnel.left")}</th>
            </tr>
          </thead>
          <tbody>
            {bars.map(({ name, left, lost }, at) => (
              <tr key={at}>
                <td>
                  {at === 0 ? (
                    name
                  ) : (
                    <button type="button" className="text-link" onClick={() => open(at)}>
                      {name}
                    </button>
                  )}
                </td>
                <td className="number">{at === 0 ? "" : count(lost)}</td>
                <td className="number">{count(left)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  );
}
