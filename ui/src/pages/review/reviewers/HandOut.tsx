import { FolderOutput, Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/Button";
import { ErrorCallout } from "@/components/Callout";
import { Card } from "@/components/Card";
import { NumberField, Switch, TextField } from "@/components/Field";
import type { AssignedReview } from "@/generated/AssignedReview";
import type { RunSummary } from "@/generated/RunSummary";
import { t } from "@/locales/t";
import { firstOptions } from "@/pages/export/options";
import { WordList } from "@/pages/recipe/conditions/WordsEditor";
import { items } from "@/pages/recipe/model/lists";
import { randomSeed } from "@/pages/runs/seed";
import { call, pickFolder } from "@/platform";
import { useAction, useCall } from "@/state/call";
import { dealt, dealWords, withNames } from "./dealing";
import { HandedOut } from "./HandedOut";
import { ShareField } from "./ShareField";
import "../../recipe/Conditions.css";

interface HandOutProps {
  run: RunSummary;
  /** Rows have labels, which can be hidden. */
  labelled: boolean;
}

/** Makes a file for each reviewer. */
export function HandOut({ run, labelled }: HandOutProps) {
  const [reviewers, setReviewers] = useState<string[]>([]);
  const [typed, setTyped] = useState("");
  const [overlap, setOverlap] = useState(20);
  const [raters, setRaters] = useState<number | null>(null);
  const [blind, setBlind] = useState(labelled);
  const [included, setIncluded] = useState<readonly string[]>([]);
  const [seed] = useState(randomSeed);
  const [done, setDone] = useState<AssignedReview | null>(null);
  const sources = useCall("export_plan", run.accepted > 0 ? firstOptions(run.run) : undefined);
  const deal = { reviewers, overlap, raters };
  const several = reviewers.length > 1;
  const words = dealWords(run.accepted, deal);
  const add = () => {
    setReviewers(withNames(reviewers, items(typed)));
    setTyped("");
  };
  const write = useAction(async () => {
    const folder = await pickFolder(t("review.reviewers.pickFolder"));
    if (folder === null) return;
    const asked = { run: run.run, reviewers, blind: blind && labelled, seed, folder };
    setDone(null);
    setDone(await call("review_assign", { ...asked, ...dealt(deal), include_private: [...included] }));
  });
  return (
    <Card title={t("review.reviewers.handOut")} data-testid="reviewers-hand-out">
      <div className="stack">
        <div className="row reviewers-add">
          <TextField
            label={t("review.reviewers.names")}
            placeholder={t("review.reviewers.namesExample")}
            value={typed}
            onChange={setTyped}
            onEnter={add}
            unfinished={typed !== ""}
            data-testid="reviewers-name"
          />
          <Button onPress={add} isDisabled={items(typed).length === 0}>
            <Plus aria-hidden />
            {t("common.add")}
          </Button>
        </div>
        {reviewers.length > 0 ? (
          <WordList
            label={t("review.reviewers.named", { count: reviewers.length })}
            words={reviewers}
            plain
            onChange={setReviewers}
          />
        ) : null}
        <ShareField value={overlap} disabled={!several} onChange={setOverlap} />
        {reviewers.length > 2 && overlap > 0 ? (
          <NumberField
            label={t("review.reviewers.raters")}
            className="narrow"
            value={Math.min(raters ?? reviewers.length, reviewers.length)}
            min={2}
            max={reviewers.length}
            step={1}
            onChange={setRaters}
            data-testid="reviewers-raters"
          />
        ) : null}
        <p className="small" role="status" data-testid="reviewers-deal">
          {words ?? <span className="muted">{t("review.reviewers.deal.none")}</span>}
        </p>
        {labelled ? (
          <Switch
            label={t("review.reviewers.blind")}
            hint={t("review.reviewers.blindHint")}
            value={blind}
            onChange={setBlind}
            data-testid="reviewers-blind"
          />
        ) : null}
        {(sources.data?.private_sources ?? []).map((source) => (
          <Switch
            key={source}
            label={t("review.reviewers.private", { source })}
            hint={t("review.reviewers.privateHint")}
            value={included.includes(source)}
            onChange={(include) =>
              setIncluded(include ? [...included, source] : included.filter((name) => name !== source))
            }
            data-testid={`reviewers-private-${source}`}
          />
        ))}
        <p className="muted small">{t("review.reviewers.leaves")}</p>
        {write.error ? <ErrorCallout error={write.error} /> : null}
        <div className="row">
          <Button
            onPress={() => write.run()}
            isDisabled={reviewers.length === 0 || write.busy || run.accepted === 0}
            data-testid="reviewers-write"
          >
            <FolderOutput aria-hidden />
            {t(write.busy ? "review.reviewers.writing" : "review.reviewers.write")}
          </Button>
        </div>
        {done ? <HandedOut done={done} /> : null}
      </div>
    </Card>
  );
}
