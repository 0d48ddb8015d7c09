import { useState } from "react";
import { Card } from "@/components/Card";
import { Segments } from "@/components/Segments";
import type { RatingAgreement } from "@/generated/RatingAgreement";
import type { ReviewAgreement } from "@/generated/ReviewAgreement";
import { t } from "@/locales/t";
import { Categories } from "./Categories";
import { Counts } from "./Counts";
import { FigureTable } from "./FigureTable";
import { PairMatrix } from "./PairMatrix";

const subjects = ["labels", "decisions"] as const;
type Subject = (typeof subjects)[number];

/** How far reviewers agree: on labels, and on which rows stay. */
export function Agreement({ agreement }: { agreement: ReviewAgreement }) {
  const [chosen, setChosen] = useState<Subject>("labels");
  const { reviewers, labels, decisions } = agreement;
  const subject = labels ? chosen : "decisions";
  const ratings = labels && subject === "labels" ? labels : decisions;
  return (
    <Card
      title={t("review.reviewers.agree")}
      actions={
        labels && reviewers.length > 1 ? (
          <Segments
            label={t("review.reviewers.subject")}
            value={subject}
            onChange={setChosen}
            options={subjects.map((id) => ({
              id,
              name: t(`review.reviewers.subjects.${id}`),
              testid: `reviewers-${id}`,
            }))}
          />
        ) : null
      }
      data-testid="reviewers-agreement"
    >
      <div className="stack">
        <Counts reviewers={reviewers} />
        {reviewers.length > 1 ? (
          <>
            <p className="muted small">{t(`review.reviewers.subjectHint.${subject}`)}</p>
            <Ratings ratings={ratings} names={reviewers.map(({ reviewer }) => reviewer)} subject={subject} />
          </>
        ) : (
          <p className="muted small">{t("review.reviewers.onlyOne")}</p>
        )}
      </div>
    </Card>
  );
}

function Ratings({
  ratings,
  names,
  subject,
}: {
  ratings: RatingAgreement;
  names: readonly string[];
  subject: Subject;
}) {
  if (ratings.raw.n === 0)
    return <p data-testid="reviewers-none-shared">{t("review.reviewers.noneShared")}</p>;
  return (
    <>
      <FigureTable ratings={ratings} />
      <Categories categories={ratings.categories} subject={subject} />
      {ratings.pairs.length > 1 ? <PairMatrix names={names} pairs={ratings.pairs} /> : null}
    </>
  );
}
