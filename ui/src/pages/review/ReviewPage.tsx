import { ListChecks } from "lucide-react";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Empty } from "@/components/Card";
import { Select } from "@/components/Field";
import type { ReviewOrder } from "@/generated/ReviewOrder";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";
import { useRemembered } from "@/state/app";
import { chooseRun, go } from "@/state/navigation";
import { ChosenRun, RunChooser } from "../RunChooser";
import { Judging } from "./Judging";
import "./Review.css";
import { startReview } from "./review";

const orders: readonly ReviewOrder[] = ["random", "made", "least-probable", "suspicious"];

/** The rows of a run, one after another, judged by a person. */
export default function ReviewPage() {
  return (
    <ChosenRun page="review" icon={<ListChecks />}>
      {(run, runs) => <RunReview runs={runs} run={run} />}
    </ChosenRun>
  );
}

function RunReview({ runs, run }: { runs: readonly RunSummary[]; run: RunSummary }) {
  const [order, setOrder] = useRemembered<ReviewOrder>("review.order", "random");
  return (
    <div className="review-page">
      <header className="row wrap review-head">
        <h1>{t("page.review.title")}</h1>
        <RunChooser runs={runs} run={run} onChoose={chooseRun} />
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
      </header>
      <OrderedReview key={order} run={run} order={order} />
    </div>
  );
}

function OrderedReview({ run, order }: { run: RunSummary; order: ReviewOrder }) {
  const [review] = useState(() => startReview(run.run, order));
  const state = useStore(review.store);
  useEffect(() => {
    void review.load();
    return review.leave;
  }, [review]);
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
  return <Judging run={run} review={review} state={state} queue={state.queue} />;
}
