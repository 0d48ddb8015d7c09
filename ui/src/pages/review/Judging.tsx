import { useEffect, useRef, useState } from "react";
import { useOffer } from "@/app/useOffer";
import { ErrorCallout } from "@/components/Callout";
import type { Judgment } from "@/generated/Judgment";
import type { ReviewQueue } from "@/generated/ReviewQueue";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";
import { useRemembered } from "@/state/app";
import { cellValue, columnsOf, showValue } from "../data/columns";
import { useRunRecipe } from "../data/useRunRecipe";
import { Codebook } from "./Codebook";
import { Decisions } from "./Decisions";
import { doneWords } from "./doneWords";
import { Finished } from "./Finished";
import { type KeyedAction, keyFor, labelAction, type OwnKeys } from "./keys";
import { ProgressLine } from "./ProgressLine";
import { editableField, partsOf, titleOf } from "./parts";
import type { Purpose } from "./purpose";
import { keyOf } from "./queue";
import { ReviewSettings } from "./ReviewSettings";
import { RowView } from "./RowView";
import type { Review, ReviewState } from "./review";
import { PurposeLine } from "./reviewers/PurposeLine";
import { useWords } from "./reviewers/useWords";

/** Something that can be done with the row on screen, by button, by key and by name. */
export interface ReviewAction {
  id: KeyedAction;
  name: string;
  run: () => void;
  disabled: boolean;
  /** The key as printed, where keys are on and it has one. */
  keys: string | undefined;
}

interface JudgingProps {
  run: RunSummary;
  review: Review;
  state: ReviewState;
  queue: ReviewQueue;
  purpose: Purpose;
  onReviewers: () => void;
}

/** One row at a time, and what to say of it. */
export function Judging({ run, review, state, queue, purpose, onReviewers }: JudgingProps) {
  const [wantsBlind, setBlind] = useRemembered("review.blind", false);
  const [singleKeys, setSingleKeys] = useRemembered("review.singleKeys", true);
  const [own, setOwn] = useRemembered<OwnKeys>("review.keys", {});
  const recipe = useRunRecipe(run.recipe);
  const [editing, setEditing] = useState<string | null>(null);
  const [noting, setNoting] = useState(false);
  /** Notes by row; they stay, so that a row that comes back has its note. */
  const [notes, setNotes] = useState<Readonly<Record<string, string>>>({});
  const region = useRef<HTMLElement>(null);
  const focusRow = () => region.current?.focus({ preventScroll: true });

  const names = queue.labels.map(({ name }) => name);
  const labelled = queue.label_field !== null && names.length > 0;
  const final = purpose === "final";
  const handedBlind = queue.file?.blind ?? false;
  // What reviewers said names the labels: nothing can be hidden from who has the final word.
  const blind = labelled && (handedBlind || (wantsBlind && !final));
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

  // A row that comes on screen takes the focus, unless the user is busy above it or writing.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the row changes.
  useEffect(() => {
    setEditing(null);
    setNoting(false);
    if (!document.activeElement?.closest('.review-head, [role="dialog"], input[type="text"], textarea')) {
      region.current?.focus({ preventScroll: true });
    }
  }, [key]);

  const judge = (judgment: Judgment) => {
    if (current) review.judge(current.row, judgment, note.trim());
  };
  // What cannot be read cannot be judged; and an edit is finished first.
  const still = editing !== null || state.takingBack || !current;
  const unread = still || detail === null;
  const action = (id: KeyedAction, name: string, disabled: boolean, act: () => void): ReviewAction => ({
    id,
    name,
    disabled,
    run: act,
    keys: singleKeys ? keyFor(id, own) : undefined,
  });
  const deeds = {
    accept: action("accept", t("review.deed.accept"), unread || blind, () => judge({ judgment: "accept" })),
    reject: action("reject", t("review.deed.reject"), unread, () => judge({ judgment: "reject" })),
    edit: action("edit", t("review.deed.edit"), unread || editable === null, () => setEditing(editable)),
    putOff: action("putOff", t("review.deed.putOff"), still, () => judge({ judgment: "put-off" })),
    note: action("note", t("review.deed.note"), unread, () => setNoting(true)),
    undo: action("undo", t("review.deed.undo"), state.takingBack || editing !== null, review.takeBack),
  };
  const labels = (labelled ? names : []).map((label, place) =>
    action(labelAction(place), label, unread, () => judge({ judgment: "label", label })),
  );
  useOffer("review", [
    ...Object.values(deeds).map((deed) => ({
      ...deed,
      once: true,
      also: deed.id === "undo" ? "Ctrl+Z" : undefined,
    })),
    ...labels.map((label) => ({
      ...label,
      name: t("review.labelCommand", { label: label.name }),
      once: true,
    })),
  ]);

  const text =
    detail && parts ? parts.texts.map((column) => showValue(cellValue(detail.summary, column))) : [];
  return (
    <>
      <div className="row wrap review-tools">
        <ProgressLine progress={queue.progress} purpose={purpose} />
        <span className="spacer" />
        <ReviewSettings
          labels={names}
          blind={labelled && !final && !handedBlind ? { value: wantsBlind, onChange: setBlind } : null}
          singleKeys={{ value: singleKeys, onChange: setSingleKeys }}
          keys={{ value: own, onChange: setOwn }}
        />
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
                left={queue.rows.length}
                labelled={labelled}
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
                deeds={deeds}
                labels={labels}
                given={blind ? null : (parts?.label ?? null)}
                blind={blind}
              />
            </>
          ) : (
            <Finished
              run={run.run}
              progress={queue.progress}
              purpose={purpose}
              chosen={queue.chosen}
              onReviewers={onReviewers}
              undo={deeds.undo}
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
          keys={labels.map(({ keys }) => keys)}
        />
      </div>
      <p className="visually-hidden" aria-live="polite" data-testid="review-announced">
        {detail ? t("review.row.announced", { title, text: text.join(" ") }) : ""}
      </p>
    </>
  );
}
