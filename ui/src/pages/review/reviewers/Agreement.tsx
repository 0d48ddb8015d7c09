import { type ReactNode, useState } from "react";
import { Card } from "@/components/Card";
import { Segments } from "@/components/Segments";
import type { RatingAgreement } from "@/generated/RatingAgreement";
import type { ReviewAgreement } from "@/generated/ReviewAgreement";
import { t } from "@/locales/t";
import { Categories, type CategorySubject } from "./Categories";
import { Counts } from "./Counts";
import { FigureTable } from "./FigureTable";
import { agreementRows } from "./figures";
import { LevelFigures } from "./LevelFigures";
import { PairMatrix } from "./PairMatrix";
import { SpanFigures } from "./SpanFigures";

/** Something that reviewers may agree on. */
interface Subject {
  id: CategorySubject | "spans" | "one-to-five" | "four-level";
  figures: ReactNode;
}

/** How far reviewers agree: on labels, spans, better texts and ratings, and on which rows stay. */
export function Agreement({ agreement }: { agreement: ReviewAgreement }) {
  const { reviewers } = agreement;
  const subjects = subjectsOf(agreement);
  const [chosen, setChosen] = useState<Subject["id"] | null>(null);
  const subject = subjects.find(({ id }) => id === chosen) ?? subjects[0];
  return (
    <Card
      title={t("review.reviewers.agree")}
      actions={
        subject && subjects.length > 1 ? (
          <Segments
            label={t("review.reviewers.subject")}
            value={subject.id}
            onChange={setChosen}
            options={subjects.map(({ id }) => ({
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
        {reviewers.length > 0 ? <Counts reviewers={reviewers} /> : null}
        {reviewers.length === 1 ? <p className="muted small">{t("review.reviewers.onlyOne")}</p> : null}
        {subject ? (
          <>
            <p className="muted small">{t(`review.reviewers.subjectHint.${subject.id}`)}</p>
            {subject.figures}
          </>
        ) : null}
      </div>
    </Card>
  );
}

/** What there are words of two reviewers on, the more telling first; ratings also of one, for their mean. */
function subjectsOf({
  reviewers,
  labels,
  spans,
  preferences,
  decisions,
  ratings,
}: ReviewAgreement): Subject[] {
  const names = reviewers.map(({ reviewer }) => reviewer);
  const rated = (id: CategorySubject, ratings: RatingAgreement | null): Subject[] =>
    ratings ? [{ id, figures: <Ratings ratings={ratings} names={names} subject={id} /> }] : [];
  return [
    ...(names.length > 1
      ? [
          ...(spans ? [{ id: "spans" as const, figures: <SpanFigures names={names} spans={spans} /> }] : []),
          ...rated("preferences", preferences),
          ...rated("labels", labels),
          ...rated("decisions", decisions),
        ]
      : []),
    ...ratings.map((one) => ({ id: one.scale, figures: <LevelFigures {...one} /> })),
  ];
}

function Ratings({
  ratings,
  names,
  subject,
}: {
  ratings: RatingAgreement;
  names: readonly string[];
  subject: CategorySubject;
}) {
  if (ratings.raw.n === 0)
    return <p data-testid="reviewers-none-shared">{t("review.reviewers.noneShared")}</p>;
  return (
    <>
      <FigureTable rows={agreementRows(ratings)} />
      <Categories categories={ratings.categories} subject={subject} />
      <PairMatrix
        names={names}
        pairs={ratings.pairs.map(({ first, second, kappa, raw }) => ({ first, second, figure: kappa, raw }))}
        measure="cohen"
      />
    </>
  );
}
