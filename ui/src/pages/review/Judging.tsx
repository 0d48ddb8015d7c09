import { useEffect, useRef, useState } from "react";
import { ErrorCallout } from "@/components/Callout";
import type { ReviewQueue } from "@/generated/ReviewQueue";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";
import { useRemembered } from "@/state/app";
import { columnsOf } from "../data/columns";
import { useRunRecipe } from "../data/useRunRecipe";
import { Codebook } from "./Codebook";
import { choiceNames } from "./choices";
import { Decisions } from "./Decisions";
import { doneWords } from "./doneWords";
import { Finished } from "./Finished";
import type { OwnKeys } from "./keys";
import { ProgressLine } from "./ProgressLine";
import { PairSettings } from "./pair/PairSettings";
import { editableField, partsOf, textFields, titleOf } from "./parts";
import type { Purpose } from "./purpose";
import { keyOf } from "./queue";
import { ReviewSettings } from "./ReviewSettings";
import { RowView } from "./RowView";
import type { Review, ReviewState } from "./review";
import { PurposeLine } from "./reviewers/PurposeLine";
import { useWords } from "./reviewers/useWords";
import { SimilarOffer } from "./SimilarOffer";
import { useSpans } from "./spans/useSpans";
import { TaskChooser } from "./TaskChooser";
import { type ChosenTask, comparedFields, taskOf } from "./task";
import { hintOf, insteadOf, readAloud } from "./taskView";
import { useSaying } from "./useSaying";
import type { Word } from "./word";

interface JudgingProps {
  run: RunSummary;
  review: Review;
  state: ReviewState;
  queue: ReviewQueue;
  purpose: Purpose;
  chosenTask: ChosenTask;
  onTask: (task: ChosenTask) => void;
  onReviewers: () => void;
}

/** Where there are no spans to mark. */
const noSpans = { field: "", of: "", types: [] };

/** One row at a time, and what to say of it. */
export function Judging(props: JudgingProps) {
  const { run, review, state, queue, purpose, chosenTask, onTask, onReviewers } = props;
  const [wantsBlind, setBlind] = useRemembered("review.blind", false);
  const [singleKeys, setSingleKeys] = useRemembered("review.singleKeys", true);
  const [own, setOwn] = useRemembered<OwnKeys>("review.keys", {});
  const [wantsTies, setKeepTies] = useRemembered("review.keepTies", false);
  const [wanted, setCompared] = useRemembered<[string, string] | null>("review.compared", null);
  const recipe = useRunRecipe(run.recipe);
  const [editing, setEditing] = useState<string | null>(null);
  const [noting, setNoting] = useState(false);
  /** Notes by row; they stay, so that a row that comes back has its note. */
  const [notes, setNotes] = useState<Readonly<Record<string, string>>>({});
  const region = useRef<HTMLElement>(null);
  const focusRow = () => region.current?.focus({ preventScroll: true });

  const texts = textFields(recipe);
  const compared = comparedFields(texts, wanted);
  const task = taskOf(chosenTask, queue.kind, compared);
  const names = queue.labels.map(({ name }) => name);
  const labelled = queue.label_field !== null && names.length > 0;
  const final = purpose === "final";
  const handedBlind = queue.file?.blind ?? false;
  // What reviewers said names the labels: nothing can be hidden from who has the final word.
  const hides = labelled && (handedBlind || (wantsBlind && !final));
  // Nobody who compares texts is led by which one the model prefers.
  const blind = hides || (task.task === "pair" && task.labels !== null);
  const keepTies = wantsTies && !handedBlind;
  const current = queue.rows[0];
  const words = useWords(run.run, current?.row ?? null, final);
  const key = current ? keyOf(current.row) : null;
  const read = key === null ? undefined : state.read[key];
  const detail = read && "detail" in read ? read.detail : null;
  const columns = detail ? columnsOf(recipe, [detail.summary]) : [];
  const parts = detail ? partsOf(columns, detail.summary, queue, blind) : null;
  const editable = detail && parts ? editableField(parts, detail.summary) : null;
  const title = detail ? titleOf(detail.summary) : t("review.row.waiting");
  const note = key === null ? "" : (notes[key] ?? "");
  const spans = useSpans(detail?.summary ?? null, task.task === "spans" ? task : noSpans);

  // A row that comes on screen takes the focus, unless the user is busy above it or writing.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the row changes.
  useEffect(() => {
    setEditing(null);
    setNoting(false);
    if (!document.activeElement?.closest('.review-head, [role="dialog"], input[type="text"], textarea')) {
      region.current?.focus({ preventScroll: true });
    }
  }, [key]);

  const say = (word: Word) => {
    if (current) review.judge(current.row, word, note.trim());
  };
  // What cannot be read cannot be judged; and an edit is finished first.
  const still = editing !== null || state.takingBack || !current;
  const unread = still || detail === null;
  const saying = useSaying({
    task,
    row: current?.row ?? null,
    labels: labelled ? names : [],
    spans,
    keepTies,
    say,
    singleKeys,
    keys: own,
    blind,
    unread,
    still,
    busy: state.takingBack || editing !== null,
    edit: editable === null ? null : () => setEditing(editable),
    writeNote: () => setNoting(true),
    takeBack: review.takeBack,
    focusRow,
  });

  return (
    <>
      <div className="row wrap review-tools">
        <ProgressLine
          progress={queue.progress}
          purpose={purpose}
          scale={task.task === "rate" ? task.scale : null}
        />
        <span className="spacer" />
        <ReviewSettings
          choices={choiceNames(task, names)}
          withSpans={task.task === "spans"}
          blind={
            labelled && task.task !== "pair" && !final && !handedBlind
              ? { value: wantsBlind, onChange: setBlind }
              : null
          }
          singleKeys={{ value: singleKeys, onChange: setSingleKeys }}
          keys={{ value: own, onChange: setOwn }}
        >
          <TaskChooser kind={queue.kind} texts={texts} value={chosenTask} onChange={onTask} />
          {task.task === "pair" ? (
            <PairSettings
              texts={task.labels || queue.kind.kind === "pair" ? null : texts}
              fields={task.fields}
              onFields={setCompared}
              keepTies={handedBlind ? null : { value: keepTies, onChange: setKeepTies }}
            />
          ) : null}
        </ReviewSettings>
      </div>
      <PurposeLine purpose={purpose} file={queue.file} />
      {queue.chosen ? (
        <p className="small muted" data-testid="review-chosen">
          {t("review.chosen", { count: queue.chosen.rows })} {queue.chosen.about}
        </p>
      ) : null}
      {state.failure ? (
        <div className="stack-tight" data-testid="review-failure">
          <ErrorCallout error={state.failure} />
          {state.broughtBack ? <p className="small">{t("review.failed")}</p> : null}
        </div>
      ) : null}
      <div className="review-body">
        <section
          ref={region}
          tabIndex={-1}
          className="review-row"
          aria-label={current ? `${t("review.row.label")}: ${title}` : t("review.allDone.title")}
          data-testid="review-row"
          data-row={key ?? undefined}
        >
          {current ? (
            <>
              <RowView
                key={key}
                title={title}
                queued={current}
                read={read}
                parts={parts}
                instead={detail ? insteadOf(task, detail.summary, spans) : {}}
                left={queue.rows.length}
                labelField={labelled && task.task !== "pair" ? queue.label_field : null}
                words={words}
                blind={blind}
                editing={editing}
                onEdit={setEditing}
                onKeep={async (field, value) => {
                  await review.edit(current.row, field, value);
                  setEditing(null);
                  focusRow();
                }}
                onDrop={() => {
                  setEditing(null);
                  focusRow();
                }}
                noting={noting}
                note={note}
                onNote={(value) => key !== null && setNotes((before) => ({ ...before, [key]: value }))}
                onNoted={() => {
                  setNoting(false);
                  focusRow();
                }}
                onRetry={() => review.readAgain(current.row)}
              />
              <Decisions
                hint={hintOf(task, spans, saying.moves, blind)}
                label={t(`review.choices.${task.task}`)}
                choices={saying.choices}
                given={blind || task.task !== "judge" ? null : (parts?.label ?? null)}
                verdicts={saying.verdicts}
                aside={saying.aside}
                mustChoose={saying.mustChoose}
              />
            </>
          ) : (
            <Finished
              run={run.run}
              progress={queue.progress}
              purpose={purpose}
              rating={task.task === "rate"}
              chosen={queue.chosen}
              onReviewers={onReviewers}
              undo={saying.undo}
              onMore={() => void review.load()}
            />
          )}
          <div className="row wrap review-done">
            <p className="muted small" role="status" data-testid="review-done">
              {state.done ? doneWords(state.done, blind ? queue.label_field : null) : ""}
            </p>
            {/* In a blind review it would tell the labels of rows yet to be judged. */}
            {purpose === "own" && !blind ? (
              <SimilarOffer done={state.done} labelField={queue.label_field} review={review} />
            ) : null}
          </div>
        </section>
        <Codebook
          labels={labelled && task.task !== "pair" ? queue.labels : []}
          text={queue.codebook}
          keys={task.task === "judge" ? saying.choices.map(({ keys }) => keys) : []}
        />
      </div>
      <p className="visually-hidden" aria-live="polite" data-testid="review-announced">
        {detail && parts
          ? t("review.row.announced", { title, text: readAloud(task, detail.summary, parts) })
          : ""}
      </p>
    </>
  );
}
