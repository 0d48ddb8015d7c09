import { Columns2 } from "lucide-react";
import { useState } from "react";
import { Progress } from "@/components/Bar";
import { ErrorCallout } from "@/components/Callout";
import { Empty } from "@/components/Card";
import { Select, Switch } from "@/components/Field";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";
import { RunPicker } from "../RunPicker";
import { CompareTable } from "./CompareTable";
import { comparable, exceedsNoise, firstChoice, inOrder } from "./compare";
import { useComparison } from "./useComparison";

/** Figures of two or more runs side by side, and which differences are more than noise. */
export function CompareTab({ runs, run }: { runs: readonly RunSummary[]; run: number }) {
  const possible = comparable(runs);
  const [chosen, setChosen] = useState(() => firstChoice(runs, run));
  const [first, setFirst] = useState<number | null>(null);
  const [onlyClear, setOnlyClear] = useState(false);
  const asked = inOrder(chosen, first);
  const { data, error, loading, part } = useComparison(asked);
  if (possible.length < 2) {
    return (
      <Empty icon={<Columns2 />} title={t("evaluate.compare.none.title")}>
        {t("evaluate.compare.none.text")}
      </Empty>
    );
  }
  const figures = (data?.figures ?? []).filter((figure) => !onlyClear || exceedsNoise(figure));
  const clear = (data?.figures ?? []).filter(exceedsNoise).length;
  return (
    <div className="stack compare">
      <div className="row wrap compare-choice">
        <RunPicker
          label={t("evaluate.compare.runs")}
          runs={possible}
          value={chosen}
          onChange={setChosen}
          testid="compare-run"
        />
        <Select
          label={t("evaluate.compare.first")}
          value={String(asked[0] ?? "")}
          onChange={(id) => setFirst(Number(id))}
          options={asked.map((id) => ({ id: String(id), name: t("runs.name", { run: id }) }))}
          className="compare-first"
          data-testid="compare-first"
        />
      </div>
      {asked.length < 2 ? <p className="muted">{t("evaluate.compare.tooFew")}</p> : null}
      {error ? <ErrorCallout error={error} /> : null}
      {loading && asked.length > 1 ? (
        <div className="row compare-busy">
          <p className="muted" role="status">
            {t("evaluate.compare.busy")}
          </p>
          <Progress label={t("evaluate.compare.busy")} value={part} />
        </div>
      ) : null}
      {data && asked.length > 1 ? (
        <>
          <div className="row wrap">
            <p role="status" data-testid="compare-sentence">
              <b>{t("evaluate.compare.sentence", { clear, count: data.figures.length })}</b>{" "}
              <span className="muted">
                {t("evaluate.compare.sample", { count: data.runs[0]?.rows ?? 0 })}
              </span>
            </p>
            <span className="spacer" />
            <Switch
              label={t("evaluate.compare.onlyClear")}
              value={onlyClear}
              onChange={setOnlyClear}
              data-testid="compare-only"
            />
          </div>
          {figures.length > 0 ? (
            <CompareTable runs={data.runs} figures={figures} stale={loading} />
          ) : (
            <p className="muted">{t("evaluate.compare.noClear")}</p>
          )}
        </>
      ) : null}
    </div>
  );
}
