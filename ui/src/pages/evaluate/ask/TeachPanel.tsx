import { GraduationCap, ListFilter, Square } from "lucide-react";
import { useMemo } from "react";
import { Progress } from "@/components/Bar";
import { Button } from "@/components/Button";
import { Callout, ErrorCallout } from "@/components/Callout";
import { Card } from "@/components/Card";
import { NumberField } from "@/components/Field";
import { Segments } from "@/components/Segments";
import type { RowQuestion } from "@/generated/RowQuestion";
import type { StartLabels } from "@/generated/StartLabels";
import type { TeachingView } from "@/generated/TeachingView";
import { clock } from "@/locales/format";
import { t } from "@/locales/t";
import { useRemembered } from "@/state/app";
import { useCall } from "@/state/call";
import { go } from "@/state/navigation";
import { TaughtRounds } from "./TaughtRounds";
import { useAsk } from "./useAsk";
import { type Asking, useAskingJob } from "./useAsking";
import { progressWords } from "./words";

/** Most rounds that are offered: what is still wrong after some is seldom put right by more. */
const most = 5;

/** A model and a student that teach each other the labels of a run: from which labels, how often, and what came of it. */
export function TeachPanel({ run }: { run: number }) {
  const { data, error, reload } = useCall("teaching_view", { run });
  const asking = useAskingJob(run, reload);
  if (error) return <ErrorCallout error={error} />;
  // Rows without labels have nothing to be taught.
  if (!data || data.needs !== null) return null;
  return (
    <Card title={t("evaluate.teach.title")} className="ask" data-testid="teach">
      <p className="small muted">
        {t("evaluate.teach.text")} {t("review.wording.hint")}
      </p>
      <Form run={run} view={data} asking={asking} />
      {data.at !== null && data.model !== null ? (
        <>
          <p className="small">
            {t("evaluate.teach.made", { model: data.model, time: clock(data.at, Date.now()) })}{" "}
            {data.continues ? null : t("evaluate.teach.others")}
          </p>
          <TaughtRounds view={data} />
          {data.rounds.length > 0 ? (
            <div className="row wrap">
              <Button size="small" onPress={() => go("curate", { run })} data-testid="teach-curate">
                <ListFilter aria-hidden />
                {t("evaluate.teach.curate")}
              </Button>
              <span className="small muted">{t("evaluate.teach.curateHint")}</span>
            </div>
          ) : null}
        </>
      ) : null}
    </Card>
  );
}

function Form({ run, view, asking }: { run: number; view: TeachingView; asking: Asking | null }) {
  const [start, setStart] = useRemembered<StartLabels>("evaluate.teach.start", "asked");
  const [rounds, setRounds] = useRemembered("evaluate.teach.rounds", 2);
  // Labels that the model never gave cannot be started from.
  const from = view.asked === 0 ? "carried" : start;
  const question: RowQuestion = useMemo(() => ({ kind: "free-al", rounds, start: from }), [rounds, from]);
  const running = asking?.job.status === "running";
  const mine = running && asking.key === "freeal";
  const begin = useAsk({ run, question, rows: null, idle: !running });
  const begun = view.continues && JSON.stringify(view.question) === JSON.stringify(question);
  const failure = asking?.key === "freeal" && !running ? asking.job.failure : null;
  return (
    <div className="stack-tight">
      <div className="row wrap ask-rows">
        <Segments
          label={t("evaluate.teach.start")}
          value={from}
          onChange={setStart}
          options={[
            ...(view.asked > 0
              ? [
                  {
                    id: "asked" as const,
                    name: t("evaluate.teach.asked", { count: view.asked }),
                    testid: "teach-asked",
                  },
                ]
              : []),
            {
              id: "carried" as const,
              name: t("evaluate.teach.carried", { count: view.carried }),
              testid: "teach-carried",
            },
          ]}
        />
        <NumberField
          label={t("evaluate.teach.rounds")}
          hideLabel
          value={rounds}
          min={1}
          max={most}
          step={1}
          onChange={(count) => setRounds(count ?? 2)}
          unit={t("evaluate.teach.roundsUnit", { count: rounds })}
          disabled={mine}
          data-testid="teach-rounds"
        />
        {mine ? (
          <Button
            size="small"
            onPress={() => begin.stop.run()}
            isDisabled={begin.stop.busy}
            data-testid="teach-stop"
          >
            <Square aria-hidden />
            {t("evaluate.part.stop")}
          </Button>
        ) : (
          <Button
            size="small"
            onPress={() => begin.start.run()}
            isDisabled={running || begin.start.busy || begin.open === null}
            data-testid="teach-start"
          >
            <GraduationCap aria-hidden />
            {t(
              begin.open === 0
                ? "evaluate.teach.again"
                : begun
                  ? "evaluate.teach.goOn"
                  : "evaluate.teach.begin",
            )}
          </Button>
        )}
      </div>
      {view.asked === 0 ? <p className="small muted">{t("evaluate.teach.askFirst")}</p> : null}
      <p className="small muted" aria-live="polite" data-testid="teach-progress">
        {mine
          ? roundWords(asking, view.rows)
          : begin.open
            ? t("evaluate.teach.most", { count: begin.open })
            : null}
      </p>
      {mine ? (
        <Progress
          label={t("evaluate.teach.title")}
          value={asking.job.total > 0 ? asking.job.done / asking.job.total : null}
        />
      ) : null}
      {failure ? <Callout tone="error">{failure}</Callout> : null}
      {begin.error ? <ErrorCallout error={begin.error} /> : null}
    </div>
  );
}

/** 'Round 1 of 2: 310 of 500 rows done. About 3 min left.' Rows that are not asked about again count as done at once. */
function roundWords(asking: Asking, rows: number): string {
  const { done, total } = asking.job;
  if (rows === 0 || total === 0) return "";
  const round = Math.min(Math.floor(done / rows), total / rows - 1);
  const here = { ...asking.job, done: done - round * rows, total: rows };
  return `${t("evaluate.teach.round", { round: round + 1, rounds: total / rows })} ${progressWords("free-al", { ...asking, job: here })}`;
}
