import { Check, Copy, GitCompareArrows, X } from "lucide-react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Empty } from "@/components/Card";
import type { ComparedRow } from "@/generated/ComparedRow";
import { count } from "@/locales/format";
import { t } from "@/locales/t";
import { copied, isCurrent } from "../model/pipeline";
import { difference, nameOf, points, shownValue } from "../model/words";
import { goTo } from "../place";
import { ExampleRow } from "../steps/ExampleRow";
import { useCuration, useCurationState, useMeasured, useSteps } from "../useCuration";
import { useReread } from "./useReread";

/** Two pipelines on the same rows. */
export function Compare() {
  const curation = useCuration();
  const main = useSteps("main");
  const started = useCurationState((state) => state.history.now.other !== null);
  if (!started) {
    return (
      <Empty
        icon={<GitCompareArrows />}
        title={t("curate.tabs.compare")}
        action={
          <Button
            onPress={() => {
              curation.setOther(main.map(copied));
              goTo({ side: "other", open: null });
            }}
            isDisabled={main.length === 0}
            data-testid="compare-start"
          >
            <Copy aria-hidden />
            {t("curate.compare.start")}
          </Button>
        }
      >
        {t("curate.compare.none")}
      </Empty>
    );
  }
  return <Comparison />;
}

function Comparison() {
  const curation = useCuration();
  const [main, other] = [useMeasured("main"), useMeasured("other")];
  const [mainSteps, otherSteps] = [useSteps("main"), useSteps("other")];
  const both = main !== null && other !== null;
  const { data, error } = useReread("curation_compare", both ? { run: curation.run } : undefined);
  const stale = !isCurrent(main, mainSteps) || !isCurrent(other, otherSteps);
  const leave = (end: () => void) => () => {
    goTo({ side: "main", open: null });
    end();
  };
  return (
    <div className="stack" data-testid="comparison">
      <div className="row wrap">
        <Button size="small" onPress={leave(curation.useOther)} data-testid="compare-use">
          <Check aria-hidden />
          {t("curate.compare.use")}
        </Button>
        <Button size="small" onPress={leave(() => curation.setOther(null))} data-testid="compare-drop">
          <X aria-hidden />
          {t("curate.compare.drop")}
        </Button>
      </div>
      {error ? <ErrorCallout error={error} /> : null}
      {both && data ? (
        <div className="stack" data-stale={stale || undefined}>
          <dl className="figures" data-testid="compare-figures">
            {(
              [
                [data.both, "both"],
                [data.only_main, "onlyMain"],
                [data.only_other, "onlyOther"],
                [data.neither, "neither"],
                [data.labels_differ, "labelsDiffer"],
              ] as const
            ).map(([rows, name]) => (
              <div key={name}>
                <dd className="number">{count(rows)}</dd>
                <dt className="small muted">{t(`curate.compare.${name}`)}</dt>
              </div>
            ))}
          </dl>
          {data.gate ? (
            <p className="small">
              {t("curate.compare.gate", {
                before: points(data.gate.before),
                after: points(data.gate.after),
                low: difference(data.gate.low),
                high: difference(data.gate.high),
              })}
            </p>
          ) : null}
          <div className="examples">
            <Rows title={t("curate.compare.mainExamples")} rows={data.main_examples} />
            <Rows title={t("curate.compare.otherExamples")} rows={data.other_examples} />
          </div>
        </div>
      ) : (
        <p className="muted">{t("curate.compare.waiting")}</p>
      )}
    </div>
  );
}

function Rows({ title, rows }: { title: string; rows: readonly ComparedRow[] }) {
  return (
    <section>
      <h4>{title}</h4>
      {rows.length === 0 ? <p className="small muted">{t("curate.examples.none")}</p> : null}
      <ol>
        {rows.map(({ row, text, label, mark }) => (
          <ExampleRow key={`${row.draw}.${row.attempt}`} row={row} text={text} label={label}>
            <span className="spacer" />
            <span className="small muted truncate">
              {t("curate.compare.droppedBy", { name: nameOf(mark.kind), value: shownValue(mark.value) })}
            </span>
          </ExampleRow>
        ))}
      </ol>
    </section>
  );
}
