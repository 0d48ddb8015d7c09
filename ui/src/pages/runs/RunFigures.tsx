import { Bar } from "@/components/Bar";
import { Card } from "@/components/Card";
import type { RunView } from "@/generated/RunView";
import { count, decimal, percent } from "@/locales/format";
import { t } from "@/locales/t";
import { Coverage } from "./Coverage";
import { isOpen } from "./headline";
import { NoveltyCurve } from "./NoveltyCurve";
import { noveltyFinding } from "./novelty";
import { funnelStages } from "./progress";

/** The figures of a run beside its rows. */
export function RunFigures({ view }: { view: RunView }) {
  const { progress, combinations } = view;
  const labelled = view.labels.reduce((sum, label) => sum + label.count, 0);
  return (
    <aside className="run-figures" aria-label={t("runs.figures")}>
      <Card title={t("runs.funnel.title")} note={speed(progress.tokens_per_second)}>
        <dl className="figure-bars">
          {funnelStages(progress.funnel).map((stage) => (
            <div key={stage.id} className="figure-bar">
              <dt className="muted">{t(`runs.funnel.${stage.id}`)}</dt>
              <dd>
                <Bar
                  label={t(`runs.funnel.${stage.id}`)}
                  total={progress.funnel.generated}
                  parts={[
                    {
                      name: t(`runs.funnel.${stage.id}`),
                      value: stage.count,
                      color:
                        stage.id === "generated" || stage.id === "parsed" ? "var(--step)" : "var(--accent)",
                    },
                  ]}
                />
              </dd>
              <dd className="number">
                {count(stage.count)}
                <span className="muted figure-share">{stage.share === null ? "" : percent(stage.share)}</span>
              </dd>
            </div>
          ))}
        </dl>
      </Card>
      {/* A run that ended without a curve has no text that could repeat. */}
      {view.novelty.length > 1 || isOpen(progress.summary.status) ? (
        <Card title={noveltyFinding(view.novelty) ?? t("runs.novelty.title")} className="figure-novelty">
          <NoveltyCurve points={view.novelty} />
        </Card>
      ) : null}
      {view.coverage.length > 0 ? (
        <Card
          title={
            combinations
              ? t("runs.coverage.combinations", { covered: combinations.covered, all: combinations.all })
              : t("runs.coverage.title")
          }
        >
          <div className="stack">
            {view.coverage.map((condition) => (
              <Coverage key={condition.condition} coverage={condition} />
            ))}
          </div>
        </Card>
      ) : null}
      {labelled > 0 ? (
        <Card title={t("runs.labels.title")}>
          <dl className="figure-bars figure-labels">
            {view.labels.map((label) => (
              <div key={label.value} className="figure-bar">
                <dt className="truncate" title={label.value}>
                  {label.value}
                </dt>
                <dd>
                  <Bar
                    label={label.value}
                    total={labelled}
                    parts={[{ name: label.value, value: label.count, color: "var(--accent)" }]}
                  />
                </dd>
                <dd className="number">
                  {count(label.count)}
                  <span className="muted figure-share">{percent(label.count / labelled)}</span>
                </dd>
              </div>
            ))}
          </dl>
        </Card>
      ) : null}
    </aside>
  );
}

function speed(tokensPerSecond: number | null): string | undefined {
  return tokensPerSecond === null ? undefined : t("runs.speed", { rate: decimal(tokensPerSecond, 0) });
}
