import { Bar } from "@/components/Bar";
import type { CurationSide } from "@/generated/CurationSide";
import { count } from "@/locales/format";
import { t } from "@/locales/t";
import { GoldLine } from "./GoldLine";
import { isCurrent } from "./model/pipeline";
import { Gate } from "./steps/GateLine";
import { useMeasured, useSteps } from "./useCuration";

/** What the whole pipeline does, in figures that keep their places. */
export function Summary({ side, rows }: { side: CurationSide; rows: number }) {
  const measured = useMeasured(side);
  const steps = useSteps(side);
  const view = measured?.view;
  const kept = view?.funnel.at(-1) ?? rows;
  const stale = !isCurrent(measured, steps);
  return (
    <section
      className="card curate-summary"
      aria-label={t("curate.summary.title")}
      data-testid="curate-summary"
    >
      <div data-stale={(view && stale) || undefined}>
        <p className="summary-kept">
          {view ? t("curate.summary.kept", { kept, rows }) : t("curate.summary.waiting")}
        </p>
        <Bar
          label={t("curate.summary.title")}
          total={rows}
          parts={view ? [{ name: t("curate.flow.kept"), value: kept, color: "var(--accent)" }] : []}
        />
        <dl className="figures">
          <Figure
            value={view?.relabelled}
            name={t("curate.summary.relabelled")}
            meaning={t("curate.summary.relabelledMeaning")}
          />
          <Figure
            value={view?.weighed}
            name={t("curate.summary.weighed")}
            meaning={t("curate.summary.weighedMeaning")}
          />
          <Figure
            value={view && Math.round(view.effective)}
            name={t("curate.summary.effective")}
            meaning={t("curate.summary.effectiveMeaning")}
          />
        </dl>
        <div className="summary-gate">{view?.gate ? <Gate gate={view.gate} /> : null}</div>
      </div>
      <GoldLine gold={view?.gold ?? null} />
    </section>
  );
}

function Figure({ value, name, meaning }: { value: number | undefined; name: string; meaning?: string }) {
  return (
    <div title={meaning}>
      <dd className="number">{value === undefined ? "–" : count(value)}</dd>
      <dt className="small muted">{name}</dt>
    </div>
  );
}
