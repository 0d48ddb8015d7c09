import { ChartColumn, FileCheck2, Pencil } from "lucide-react";
import { Button } from "@/components/Button";
import { Callout, ErrorCallout } from "@/components/Callout";
import { Card } from "@/components/Card";
import type { CodebookRound } from "@/generated/CodebookRound";
import type { CodebookWording } from "@/generated/CodebookWording";
import { clock, decimal } from "@/locales/format";
import { t } from "@/locales/t";
import { differenceInterval, intervalWords, showFigure } from "@/pages/evaluate/figures";
import { VerdictChip } from "@/pages/evaluate/VerdictChip";
import { useApp } from "@/state/app";
import { useAction } from "@/state/call";
import { edit, saveVersion, useRecipe } from "@/state/recipe";
import { isForLabelsOf, isWordedBy, reworded, roundName } from "./wording";

/** Wordings beyond which the rows held out have judged too many to be taken at their word. */
const many = 4;

interface RoundsProps {
  rounds: readonly CodebookRound[];
  /** Key of the one whose figures are on screen. */
  shown: string;
  onShow: (key: string) => void;
  onEdit: (wording: CodebookWording) => void;
}

/** The wordings that were asked, what each did on the rows held out, and the way into the recipe. */
export function Rounds({ rounds, shown, onShow, onEdit }: RoundsProps) {
  const tried = rounds.filter(({ effect }) => effect !== null).length;
  return (
    <Card title={t("review.wording.rounds.title")} data-testid="codebook-rounds">
      <ol className="codebook-rounds">
        {rounds.map((round, place) => (
          <Round
            key={round.key}
            round={round}
            place={place}
            first={rounds[0]}
            shown={round.key === shown}
            onShow={onShow}
            onEdit={onEdit}
          />
        ))}
      </ol>
      {tried >= many ? (
        <Callout tone="warning">{t("review.wording.rounds.many", { count: tried })}</Callout>
      ) : null}
    </Card>
  );
}

interface RoundProps {
  round: CodebookRound;
  place: number;
  first: CodebookRound | undefined;
  shown: boolean;
  onShow: (key: string) => void;
  onEdit: (wording: CodebookWording) => void;
}

function Round({ round, place, first, shown, onShow, onEdit }: RoundProps) {
  const { key, wording, at, model, open } = round;
  const name = roundName(place);
  return (
    <li className="codebook-round" data-shown={shown || undefined} data-testid={`codebook-round-${place}`}>
      <div className="row wrap">
        <h3>{name}</h3>
        {round.effect ? <VerdictChip verdict={round.effect.verdict} /> : null}
        <span className="spacer" />
        {at === null ? null : (
          <Button
            size="small"
            look="quiet"
            onPress={() => onShow(key)}
            isDisabled={shown}
            aria-label={`${t("review.wording.rounds.show")}: ${name}`}
            data-testid={`codebook-show-${place}`}
          >
            <ChartColumn aria-hidden />
            {t("review.wording.rounds.show")}
          </Button>
        )}
        <Button
          size="small"
          look="quiet"
          onPress={() => onEdit(wording)}
          aria-label={`${t("review.wording.rounds.edit")}: ${name}`}
          data-testid={`codebook-edit-${place}`}
        >
          <Pencil aria-hidden />
          {t("review.wording.rounds.edit")}
        </Button>
      </div>
      <p className="small muted">
        {at === null || model === null
          ? t("review.wording.rounds.notAsked")
          : t("review.wording.rounds.asked", { time: clock(at, Date.now()), model })}{" "}
        {at !== null && open > 0 ? t("review.wording.rounds.open", { count: open }) : null}
      </p>
      {at === null ? null : <p className="small">{figureWords(round, place === 0)}</p>}
      {place > 0 && round.model !== first?.model && first?.model ? (
        <p className="small muted">{t("review.wording.rounds.otherModel")}</p>
      ) : null}
      <details className="small">
        <summary>{t("review.wording.rounds.read")}</summary>
        <p className="codebook-read">{wording.codebook || t("review.wording.rounds.empty")}</p>
        <dl>
          {wording.definitions.map(({ label, text }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{text || t("review.codebook.noDefinition")}</dd>
            </div>
          ))}
        </dl>
      </details>
      {place > 0 ? <UseWording wording={wording} name={name} place={place} /> : null}
    </li>
  );
}

function figureWords({ agreement, kappa, held, effect }: CodebookRound, first: boolean): string {
  const share = (figure: CodebookRound["held"]) => {
    const interval = intervalWords({ ...figure, unit: "share" });
    const value = showFigure(figure.value, "share");
    return interval === null ? value : `${value} (${interval})`;
  };
  const seen = t("review.wording.rounds.agreement", {
    share: share(agreement),
    kappa: decimal(kappa.value),
    n: agreement.n,
  });
  if (effect) {
    const { before, after, low, high, gold } = effect;
    const words = t("review.wording.rounds.effect", {
      gold,
      before: showFigure(before, "share"),
      after: showFigure(after, "share"),
      difference: differenceInterval([low, high], "share"),
    });
    return `${seen} ${words}`;
  }
  const rest = first
    ? t("review.wording.rounds.heldFirst", { share: share(held), n: held.n })
    : t("review.wording.rounds.noEffect");
  return `${seen} ${rest}`;
}

/** Puts a wording into the recipe as a version of its own; undo takes it out of the draft again. */
function UseWording({ wording, name, place }: { wording: CodebookWording; name: string; place: number }) {
  const recipe = useRecipe((store) => store.recipe);
  const version = useRecipe(({ versions: [latest], checked }) =>
    latest && latest.hash === checked?.hash ? latest.number : null,
  );
  const readOnly = useApp((store) => store.app?.project?.read_only ?? false);
  const use = useAction(async () => {
    edit((recipe) => reworded(recipe, wording));
    await saveVersion();
  });
  if (!recipe) return null;
  const used = version !== null && isWordedBy(recipe, wording);
  const fits = isForLabelsOf(recipe, wording);
  return (
    <div className="stack-tight">
      <div className="row wrap">
        <Button
          size="small"
          onPress={() => use.run()}
          isDisabled={used || !fits || readOnly || use.busy}
          aria-label={`${t(used ? "review.wording.rounds.used" : "review.wording.rounds.use")}: ${name}`}
          data-testid={`codebook-use-${place}`}
        >
          <FileCheck2 aria-hidden />
          {t(used ? "review.wording.rounds.used" : "review.wording.rounds.use")}
        </Button>
        {readOnly ? <span className="small muted">{t("review.wording.rounds.readOnly")}</span> : null}
        {fits ? null : <span className="small muted">{t("review.wording.rounds.otherLabels")}</span>}
        {used && !use.busy ? (
          <span className="small muted" role="status">
            {t("review.wording.rounds.usedNote", { version })}
          </span>
        ) : null}
      </div>
      {use.error ? <ErrorCallout error={use.error} /> : null}
    </div>
  );
}
