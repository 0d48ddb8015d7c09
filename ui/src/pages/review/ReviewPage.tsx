import { ListChecks, Scale } from "lucide-react";
import { useEffect, useMemo } from "react";
import { useStore } from "zustand";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Empty } from "@/components/Card";
import { NumberField, Select } from "@/components/Field";
import { Segments } from "@/components/Segments";
import type { ReviewOrder } from "@/generated/ReviewOrder";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";
import { useRemembered } from "@/state/app";
import { useRested } from "@/state/call";
import { chooseRun, chooseView, go, usePlace } from "@/state/navigation";
import { ChosenRun, RunChooser } from "../RunChooser";
import { CodebookCheck } from "./codebook/CodebookCheck";
import { Judging } from "./Judging";
import "./Review.css";
import { chooses, ordersOf, purposeOf } from "./purpose";
import { type Review, type ReviewState, startReview } from "./review";
import { Reviewers } from "./reviewers/Reviewers";
import { type ChosenTask, scaleOf } from "./task";

/** The rows of a run, one after another, judged by a person; or by several, each with a file of their own. */
export default function ReviewPage() {
  return (
    <ChosenRun page="review" icon={<ListChecks />}>
      {(run, runs) => <RunReview runs={runs} run={run} />}
    </ChosenRun>
  );
}

const views = ["rows", "reviewers", "codebook"] as const;

function RunReview({ runs, run }: { runs: readonly RunSummary[]; run: RunSummary }) {
  const [order, setOrder] = useRemembered<ReviewOrder>("review.order", "random");
  const [task, setTask] = useRemembered<ChosenTask>("review.task", "recipe");
  const asked = usePlace((place) => place.view);
  const [most, setMost] = useRemembered("review.budget", 100);
  const rested = useRested(most, 500);
  const scale = scaleOf(task);
  const budget = chooses(order) ? rested : null;
  const review = useMemo(
    () => startReview(run.run, order, { scale, budget }),
    [run.run, order, scale, budget],
  );
  const state = useStore(review.store);
  const file = state.queue?.file ?? null;
  // Those who send files and bring words home are where the project is, not where a reviewer's file is open.
  const view = file ? "rows" : (views.find((id) => id === asked) ?? "rows");
  const orders = ordersOf(file, scale !== null);
  const known = orders.includes(order);
  useEffect(() => {
    if (view !== "rows") return;
    void review.load();
    return review.leave;
  }, [review, view]);
  // The order is remembered from one project to the next, where it may not be had.
  useEffect(() => {
    if (!known) setOrder("random");
  }, [known, setOrder]);
  return (
    <div className="review-page">
      <header className="row wrap review-head">
        <h1>{t("page.review.title")}</h1>
        <RunChooser runs={runs} run={run} onChoose={chooseRun} />
        {file ? null : (
          <Segments
            label={t("review.view.label")}
            value={view}
            onChange={chooseView}
            options={views.map((id) => ({ id, name: t(`review.view.${id}`), testid: `review-view-${id}` }))}
          />
        )}
        {view === "rows" ? (
          <Select
            label={t("review.order.label")}
            hideLabel
            value={order}
            onChange={setOrder}
            options={orders.map((id) => ({
              id,
              name: t(`review.order.${id}`),
              detail: t(`review.order.${id}Hint`),
            }))}
            data-testid="review-order"
          />
        ) : null}
        {view === "rows" && chooses(order) ? (
          <NumberField
            label={t("review.budget")}
            value={most}
            onChange={(rows) => rows !== null && setMost(rows)}
            min={1}
            step={1}
            className="review-budget"
            data-testid="review-budget"
          />
        ) : null}
      </header>
      {view === "rows" ? (
        <OrderedReview
          key={`${order} ${scale}`}
          run={run}
          order={order}
          review={review}
          state={state}
          chosenTask={task}
          onTask={setTask}
          onReviewers={() => chooseView("reviewers")}
        />
      ) : view === "reviewers" ? (
        <Reviewers
          run={run}
          onSettle={() => {
            setTask("recipe");
            setOrder("disagreements");
            chooseView("rows");
          }}
        />
      ) : (
        <CodebookCheck
          key={run.run}
          run={run}
          onReview={() => {
            setTask("recipe");
            setOrder("random");
            chooseView("rows");
          }}
        />
      )}
    </div>
  );
}

interface OrderedReviewProps {
  run: RunSummary;
  order: ReviewOrder;
  review: Review;
  state: ReviewState;
  chosenTask: ChosenTask;
  onTask: (task: ChosenTask) => void;
  onReviewers: () => void;
}

function OrderedReview(props: OrderedReviewProps) {
  const { run, order, review, state, chosenTask, onTask, onReviewers } = props;
  if (state.error) {
    return (
      <ErrorCallout
        error={state.error}
        actions={
          <Button size="small" onPress={() => void review.load()}>
            {t("common.retry")}
          </Button>
        }
      />
    );
  }
  if (!state.queue) {
    return (
      <p className="muted" role="status">
        {t("review.ordering")}
      </p>
    );
  }
  const purpose = purposeOf(order, state.queue.file);
  if (state.queue.progress.rows === 0 && purpose === "final") {
    return (
      <Empty
        icon={<Scale />}
        title={t("review.final.none.title")}
        action={
          <Button look="primary" onPress={onReviewers}>
            {t("review.final.toReviewers")}
          </Button>
        }
      >
        {t("review.final.none.text")}
      </Empty>
    );
  }
  if (state.queue.progress.rows === 0) {
    return (
      <Empty
        icon={<ListChecks />}
        title={t("review.noRows.title")}
        action={
          <Button look="primary" onPress={() => go("runs", { run: run.run })}>
            {t("review.noRows.action")}
          </Button>
        }
      >
        {t("review.noRows.text")}
      </Empty>
    );
  }
  return (
    <Judging
      run={run}
      review={review}
      state={state}
      queue={state.queue}
      purpose={purpose}
      chosenTask={chosenTask}
      onTask={onTask}
      onReviewers={onReviewers}
    />
  );
}
