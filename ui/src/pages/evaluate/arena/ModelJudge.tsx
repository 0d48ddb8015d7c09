import { Bot, Square } from "lucide-react";
import { useState } from "react";
import { Progress } from "@/components/Bar";
import { Button } from "@/components/Button";
import { Callout, ErrorCallout } from "@/components/Callout";
import { Card } from "@/components/Card";
import { NumberField } from "@/components/Field";
import { t } from "@/locales/t";
import { call } from "@/platform";
import { useAction } from "@/state/call";
import { MeasureTable } from "../MeasureTable";
import { Standings } from "./Standings";
import { useModelJudge } from "./useModelJudge";

/** A model judges pairs, apart from people: how the runs stand by it, and how far people agree. */
export function ModelJudge({ runs, judged }: { runs: readonly number[]; judged: number }) {
  const { models, job } = useModelJudge(runs, judged);
  const [pairs, setPairs] = useState(50);
  const start = useAction(() => call("arena_model_start", { runs: [...runs], pairs }));
  const stop = useAction(() => call("arena_model_cancel", null));
  const running = job?.status === "running";
  const error = start.error ?? stop.error ?? models.error;
  return (
    <>
      <Card title={t("evaluate.arena.model.title")} className="arena-model" data-testid="arena-model">
        <p className="small muted">{t("evaluate.arena.model.text")}</p>
        <div className="row wrap">
          <NumberField
            label={t("evaluate.arena.model.pairs")}
            value={pairs}
            min={1}
            onChange={(count) => setPairs(count ?? 50)}
            disabled={running}
            data-testid="arena-model-pairs"
          />
          {running ? (
            <Button onPress={() => stop.run()} isDisabled={stop.busy} data-testid="arena-model-stop">
              <Square aria-hidden />
              {t("evaluate.part.stop")}
            </Button>
          ) : (
            <Button onPress={() => start.run()} isDisabled={start.busy} data-testid="arena-model-start">
              <Bot aria-hidden />
              {t("evaluate.arena.model.start")}
            </Button>
          )}
        </div>
        {running ? (
          <>
            <p className="small muted" role="status">
              {t("evaluate.part.progress", { done: job.done, total: job.total })}
            </p>
            <Progress
              label={t("evaluate.arena.model.title")}
              value={job.total > 0 ? job.done / job.total : null}
            />
          </>
        ) : null}
        {job?.failure && !running ? <Callout tone="error">{job.failure}</Callout> : null}
        {error ? <ErrorCallout error={error} /> : null}
      </Card>
      {models.data?.map(({ model, view }) => (
        <section key={model} className="stack" aria-label={t("evaluate.arena.model.standings", { model })}>
          <Standings view={view} model={model} />
          <MeasureTable
            title={t("evaluate.arena.model.figures", { model, count: view.judged })}
            measures={view.measures}
            beside={[]}
          />
        </section>
      ))}
    </>
  );
}
