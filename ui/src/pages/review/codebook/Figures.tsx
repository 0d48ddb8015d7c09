import { Rows3 } from "lucide-react";
import { Button } from "@/components/Button";
import { Card } from "@/components/Card";
import { NumberField } from "@/components/Field";
import type { CodebookRound } from "@/generated/CodebookRound";
import type { LabelAgreement } from "@/generated/LabelAgreement";
import type { LabelConfusion } from "@/generated/LabelConfusion";
import { count, decimal } from "@/locales/format";
import { t } from "@/locales/t";
import { openRows } from "@/pages/data/query";
import { FigureCells } from "../reviewers/FigureCells";
import { HeadRow } from "../reviewers/HeadRow";
import { roundName } from "./wording";

interface FiguresProps {
  run: number;
  round: CodebookRound;
  place: number;
  aim: number;
  onAim: (aim: number) => void;
}

/** Where people and the model part on the rows to refine by: in all, label by label, and what is mistaken for what. */
export function Figures({ run, round, place, aim, onAim }: FiguresProps) {
  const { agreement, kappa, labels, confusions } = round;
  return (
    <Card
      title={t("review.wording.figures.title")}
      note={t("review.wording.figures.note", { name: roundName(place) })}
      data-testid="codebook-figures"
    >
      {agreement.n === 0 ? (
        <p className="muted">{t("review.wording.figures.none")}</p>
      ) : (
        <div className="stack">
          <table className="codebook-overall">
            <caption className="visually-hidden">{t("review.wording.figures.title")}</caption>
            <HeadRow
              of={t("evaluate.measure")}
              numbers={[t("evaluate.value"), t("evaluate.interval"), t("evaluate.n")]}
              words={t("evaluate.meaning")}
            />
            <tbody>
              <tr data-testid="codebook-agreement">
                <th scope="row">{t("review.wording.figures.agreement")}</th>
                <FigureCells figure={agreement} unit="share" />
                <td className="number muted">{count(agreement.n)}</td>
                <td className="small">{t("review.wording.figures.agreementMeaning")}</td>
              </tr>
              <tr data-testid="codebook-kappa">
                <th scope="row">{t("review.wording.figures.kappa")}</th>
                <FigureCells figure={kappa} unit="score" />
                <td className="number muted">{count(kappa.n)}</td>
                <td className="small">{t("review.wording.figures.kappaMeaning")}</td>
              </tr>
            </tbody>
          </table>
          <NumberField
            label={t("review.wording.figures.aim")}
            hint={t("review.wording.figures.aimHint")}
            value={Math.round(aim * 100)}
            min={1}
            max={100}
            step={1}
            unit="%"
            onChange={(percent) => percent !== null && onAim(percent / 100)}
            className="codebook-aim"
            data-testid="codebook-aim"
          />
          <Labels labels={labels} />
          <Confusions run={run} confusions={confusions} />
        </div>
      )}
    </Card>
  );
}

const tones = { reached: "good", "cannot-tell": "muted", missed: "bad" } as const;

function Labels({ labels }: { labels: readonly LabelAgreement[] }) {
  return (
    <div className="stack-tight">
      <div className="reviewers-scroll">
        <table data-testid="codebook-labels">
          <caption className="reviewers-caption">{t("review.wording.figures.labels")}</caption>
          <HeadRow
            of={t("review.wording.figures.label")}
            numbers={[
              t("review.wording.figures.recall"),
              t("evaluate.interval"),
              t("review.wording.figures.rows"),
              t("review.wording.figures.precision"),
              t("evaluate.interval"),
              t("review.wording.figures.rows"),
              t("review.wording.figures.f1"),
            ]}
            words={t("review.wording.figures.standing")}
          />
          <tbody>
            {labels.map(({ label, recall, precision, f1, standing }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <FigureCells figure={recall} unit="share" />
                <td className="number muted">{count(recall.n)}</td>
                <FigureCells figure={precision} unit="share" />
                <td className="number muted">{count(precision.n)}</td>
                <td className="number">{decimal(f1)}</td>
                <td className={`small ${tones[standing]}`}>{t(`review.wording.figures.${standing}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="muted small">{t("review.wording.figures.labelsMeaning")}</p>
    </div>
  );
}

function Confusions({ run, confusions }: { run: number; confusions: readonly LabelConfusion[] }) {
  if (confusions.length === 0) return <p className="small">{t("review.wording.figures.agreeAll")}</p>;
  return (
    <table data-testid="codebook-confusions">
      <caption className="reviewers-caption">{t("review.wording.figures.confusions")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("review.wording.figures.people")}</th>
          <th scope="col">{t("review.wording.figures.model")}</th>
          <th scope="col" className="number">
            {t("review.wording.figures.rows")}
          </th>
        </tr>
      </thead>
      <tbody>
        {confusions.map(({ people, model, draws }, at) => (
          <tr key={`${people} ${model}`}>
            <th scope="row">{people}</th>
            <td>{model}</td>
            <td className="number">
              <Button
                size="small"
                look="quiet"
                onPress={() =>
                  openRows(run, { show: "all", filters: [{ column: "_draw", op: "one-of", value: draws }] })
                }
                aria-label={t("review.wording.figures.openName", { count: draws.length, people, model })}
                data-testid={`codebook-confusion-${at}`}
              >
                <Rows3 aria-hidden />
                {t("review.wording.figures.open", { count: draws.length })}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
