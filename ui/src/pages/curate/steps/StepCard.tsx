import { ChevronDown, ChevronRight, CircleHelp, Eye, EyeOff, ShieldX } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import { IconButton } from "@/components/Button";
import { Chip } from "@/components/Chip";
import { ItemActions } from "@/components/ItemActions";
import type { CurationSide } from "@/generated/CurationSide";
import { t } from "@/locales/t";
import { move } from "@/pages/recipe/model/lists";
import { iconOf } from "../model/kinds";
import { copied, type EditedStep, known } from "../model/pipeline";
import { actsOn, dialOf, ruleOf, scaleOf } from "../model/threshold";
import { doesOf, doesWords, nameOf } from "../model/words";
import { goTo } from "../place";
import { useCuration, useMeasured, useNothingToCompare, useSteps } from "../useCuration";
import { ActedBars } from "./ActedBars";
import { Bins } from "./Bins";
import { StepBody } from "./StepBody";

interface StepCardProps {
  side: CurationSide;
  item: EditedStep;
  at: number;
  count: number;
  open: boolean;
}

/** A step of the pipeline: what it is and does in two lines, and opened everything about it. */
export function StepCard({ side, item, at, count, open }: StepCardProps) {
  const curation = useCuration();
  const body = useId();
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    // All of an open step is in view, as far as the window allows.
    if (open) card.current?.scrollIntoView?.({ block: "nearest" });
  }, [open]);
  const name = nameOf(item.step.kind);
  const Icon = iconOf(item.step.kind);
  const Fold = open ? ChevronDown : ChevronRight;
  const moveBy = (by: number) => curation.edit(side, (steps) => move(steps, at, by));
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (by === 0 || !event.altKey) return;
    event.preventDefault();
    moveBy(by);
  };
  const duplicate = () => curation.edit(side, (steps) => steps.toSpliced(at + 1, 0, copied(item)));
  const toggle = () =>
    curation.edit(side, (steps) =>
      steps.map((step) => (step.key === item.key ? { ...step, off: !step.off } : step)),
    );
  return (
    <li
      ref={card}
      className="card step-card"
      data-open={open || undefined}
      data-off={item.off || undefined}
      data-testid={`step-${item.step.kind}`}
    >
      <div className="row step-head">
        <button
          type="button"
          className="row step-toggle"
          aria-expanded={open}
          aria-controls={body}
          aria-describedby={`${body}-keys`}
          onClick={() => goTo({ open: open ? null : item.key })}
          onKeyDown={onKeyDown}
          data-testid="step-toggle"
        >
          <Fold aria-hidden size={16} className="muted" />
          <span className="step-icon">
            <Icon aria-hidden size={16} />
          </span>
          <span className="step-title">
            <b className="truncate">
              {at + 1}. {name}
            </b>
            <span className="small muted truncate">{doesOf(item.step.kind)}</span>
          </span>
          <span id={`${body}-keys`} className="visually-hidden">
            {t("curate.card.move", { name, at: at + 1, count })}
          </span>
        </button>
        {open ? null : <Shape side={side} item={item} />}
        <Outcome side={side} item={item} />
        {open ? (
          <div className="row step-actions">
            <IconButton
              size="small"
              label={`${t(item.off ? "curate.card.on" : "curate.card.off")}: ${name}`}
              onPress={toggle}
              data-testid="step-off"
            >
              {item.off ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
            </IconButton>
            <ItemActions
              name={name}
              at={at}
              count={count}
              onMove={moveBy}
              onDuplicate={duplicate}
              onRemove={() => curation.edit(side, (steps) => steps.filter(({ key }) => key !== item.key))}
            />
          </div>
        ) : null}
      </div>
      <div id={body}>{open ? <StepBody side={side} item={item} /> : null}</div>
    </li>
  );
}

/** The histogram of a closed step in small, the rows it acts on striped. */
function Shape({ side, item }: { side: CurationSide; item: EditedStep }) {
  const found = known(useMeasured(side), useSteps(side), item.key);
  const rule = ruleOf(item.step, found?.view.rule ?? null);
  if (!found || !rule || item.off || found.view.histogram.length < 2) return null;
  if (rule.kind !== "weigh" && dialOf(item.step, rule.kind) === null) return null;
  const scale = scaleOf(
    item.step.kind,
    rule.kind === "best-of-label" ? { kind: "weigh" } : rule,
    found.view.histogram,
  );
  return (
    <span className="step-shape" aria-hidden>
      <span className="histogram-bars">
        <Bins bins={found.view.histogram} scale={scale} />
      </span>
      {rule.kind === "best-of-label"
        ? null
        : actsOn(rule, scale).map((stretch, at) => (
            <ActedBars key={at} stretch={stretch} relabels={rule.kind === "relabel"}>
              <Bins bins={found.view.histogram} scale={scale} />
            </ActedBars>
          ))}
    </span>
  );
}

/** What a step does, in a few words at the end of its line. */
function Outcome({ side, item }: { side: CurationSide; item: EditedStep }) {
  const found = known(useMeasured(side), useSteps(side), item.key);
  const nothing = useNothingToCompare(item.step);
  if (item.off) return <Chip>{t("curate.card.offHint")}</Chip>;
  if (!found) return <span className="small muted step-outcome">{t("curate.card.waiting")}</span>;
  const { view, holds } = found;
  const Sign = view.gate?.verdict === "hurts" ? ShieldX : CircleHelp;
  return (
    <span className="step-outcome" data-stale={!holds || undefined} data-testid="step-outcome">
      <span className="number small">
        {nothing ? t("curate.card.noSource") : doesWords(view.counts, view.in_force)}
      </span>
      {view.in_force && !view.against_gate ? null : (
        <Chip tone="condition">
          <Sign aria-hidden />
          {t(view.against_gate ? "curate.card.againstGate" : "curate.card.heldBack")}
        </Chip>
      )}
    </span>
  );
}
