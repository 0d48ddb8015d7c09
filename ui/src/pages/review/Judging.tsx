import { type ReactNode, useEffect, useRef, useState } from "react";
import { useOffer } from "@/app/useOffer";
import { ErrorCallout } from "@/components/Callout";
import type { ReviewQueue } from "@/generated/ReviewQueue";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";
import { useRemembered } from "@/state/app";
import { cellValue, columnsOf, showValue } from "../data/columns";
import { useRunRecipe } from "../data/useRunRecipe";
import { actionsWith } from "./action";
import { Codebook } from "./Codebook";
import { acceptanceOf, choiceNames, choicesOf } from "./choices";
import { Decisions } from "./Decisions";
import { doneWords } from "./doneWords";
import { Finished } from "./Finished";
import type { OwnKeys } from "./keys";
import { ProgressLine } from "./ProgressLine";
import { PairSettings } from "./pair/PairSettings";
import { PairView } from "./pair/PairView";
import { sidesOf } from "./pair/pair";
import { editableField, partsOf, textFields, titleOf } from "./parts";
import type { Purpose } from "./purpose";
import { keyOf } from "./queue";
import { ReviewSettings } from "./ReviewSettings";
import { RowView } from "./RowView";
import type { Review, ReviewState } from "./review";
import { PurposeLine } from "./reviewers/PurposeLine";
import { useWords } from "./reviewers/useWords";
import { spanActions } from "./spans/actions";
import { SpanHint } from "./spans/SpanHint";
import { SpanText } from "./spans/SpanText";
import { useSpans } from "./spans/useSpans";
import { TaskChooser } from "./TaskChooser";
import { type ChosenTask, comparedFields, taskOf } from "./task";
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
  const action = actionsWith(singleKeys, own);
  const acceptance = acceptanceOf(task, spans, blind);
  const deed = {
    accept: action(
      "accept",
      t(acceptance?.judgment === "correct" ? "review.deed.acceptSpans" : "review.deed.accept"),
      unread || acceptance === null || (spans.changed && spans.overlapping !== null),
      () => acceptance && say(acceptance),
    ),
    reject: action("reject", t("review.deed.reject"), unread, () => say({ judgment: "reject" })),
    edit: action("edit", t("review.deed.edit"), unread || editable === null, () => setEditing(editable)),
    putOff: action("putOff", t("review.deed.putOff"), still, () => say({ judgment: "put-off" })),
    note: action("note", t("review.deed.note"), unread, () => setNoting(true)),
    undo: {
      ...action(
        "undo",
        t("review.deed.undo"),
        state.takingBack || editing !== null,
        spans.undo ?? review.takeBack,
      ),
      also: "Ctrl+Z",
    },
  };
  const verdicts = {
    judge: [deed.accept, deed.reject, deed.putOff],
    spans: [deed.accept, deed.reject, deed.putOff],
    pair: [deed.reject, deed.putOff],
    rate: [deed.putOff],
  }[task.task];
  const aside = [deed.edit, deed.note, deed.undo];
  const choices = choicesOf(action, {
    task,
    row: current?.row ?? null,
    labels: labelled ? names : [],
    spans,
    keepTies,
    disabled: unread,
    say,
  });
  const ofSpans = task.task === "spans" ? spanActions(action, spans, unread, focusRow) : null;
  useOffer("review", [
    ...[...verdicts, ...aside].map((one) => ({ ...one, once: true })),
    ...choices.map((choice) => ({
      ...choice,
      name: t(`review.choice.${task.task}`, { choice: choice.name }),
      once: true,
    })),
    ...(ofSpans ? [...ofSpans.moves, ofSpans.unmark] : []).map((one) => ({ ...one, within: ".review-row" })),
  ]);

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
                instead={instead()}
                left={queue.rows.length}
                labelled={labelled && task.task !== "pair"}
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
                hint={hint()}
                label={t(`review.choices.${task.task}`)}
                choices={ofSpans ? [...choices, ofSpans.unmark] : choices}
                given={blind || task.task !== "judge" ? null : (parts?.label ?? null)}
                verdicts={verdicts}
                aside={aside}
                mustChoose={blind || acceptance === null}
              />
            </>
          ) : (
            <Finished
              run={run.run}
              progress={queue.progress}
              purpose={purpose}
              rating={task.task === "rate"}
              onReviewers={onReviewers}
              undo={deed.undo}
              onMore={() => void review.load()}
            />
          )}
          <p className="muted small review-done" role="status" data-testid="review-done">
            {state.done ? doneWords(state.done) : ""}
          </p>
        </section>
        <Codebook
          labels={labelled ? queue.labels : []}
          text={queue.codebook}
          keys={task.task === "judge" ? choices.map(({ keys }) => keys) : []}
        />
      </div>
      <p className="visually-hidden" aria-live="polite" data-testid="review-announced">
        {detail ? t("review.row.announced", { title, text: announced() }) : ""}
      </p>
    </>
  );

  /** What stands in the place of a row's fields. */
  function instead(): Readonly<Record<string, ReactNode>> {
    if (!detail) return {};
    const { summary } = detail;
    if (task.task === "spans") {
      return { [task.of]: <SpanText spans={spans} types={task.types} />, [task.field]: null };
    }
    if (task.task === "pair") {
      const [left, right] = sidesOf(task, summary).map((id) => showValue(summary.fields[id]));
      const [first, second] = task.fields;
      return { [first]: <PairView left={left ?? ""} right={right ?? ""} />, [second]: null };
    }
    return {};
  }

  function hint(): ReactNode {
    if (task.task === "spans") return <SpanHint spans={spans} moves={ofSpans?.moves ?? []} />;
    if (task.task === "pair" || task.task === "rate") return t(`review.hint.${task.task}`);
    return blind ? t("review.chooseLabel") : null;
  }

  function announced(): string {
    if (!detail || !parts) return "";
    const { summary } = detail;
    const shown = task.task === "pair" ? sidesOf(task, summary) : parts.texts.map(({ id }) => id);
    return shown.map((id) => showValue(cellValue(summary, { id }))).join(" ");
  }
}
