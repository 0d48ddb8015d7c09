import { ChartColumn, Table } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/Button";
import type { CurationCounts } from "@/generated/CurationCounts";
import type { CurationRule } from "@/generated/CurationRule";
import type { ValueBin } from "@/generated/ValueBin";
import { count, percent } from "@/locales/format";
import { t } from "@/locales/t";
import { scaleOf } from "../model/threshold";
import { nameOf, sidesOf, valueNameOf } from "../model/words";
import { BinTable } from "./BinTable";
import { Histogram } from "./Histogram";
import { LimitFields } from "./LimitFields";

interface DialProps {
  kind: string;
  bins: readonly ValueBin[];
  rule: CurationRule;
  movable: boolean;
  /** What the rule does; null until that is known. */
  counts: CurationCounts | null;
  onHold: (rule: CurationRule | null) => void;
  onDrop: (rule: CurationRule) => void;
  onKeys: (rule: CurationRule) => void;
}

/** Where a step begins to act, and at once what that does: the handle in the histogram, its number, the rows on either side. */
export function Dial({ kind, bins, rule, movable, counts, onHold, onDrop, onKeys }: DialProps) {
  const [asTable, setAsTable] = useState(false);
  const scale = scaleOf(kind, rule, bins);
  // The best of each label lie at different values: the handle has a scale of shares, the bars one of values.
  const byShare = rule.kind === "best-of-label";
  const values = scaleOf(kind, { kind: "weigh" }, bins);
  const nothing = counts?.measured === 0;
  const words = counts ? sideWords(rule, counts) : "";
  // What occurs or does not has no scale: its counts say it all.
  const scaled = movable || rule.kind === "weigh";
  const Sign = asTable ? ChartColumn : Table;
  return (
    <div className="dial">
      <div className="row dial-head">
        <Sides rule={rule} counts={counts} />
        <span className="spacer" />
        {movable ? <LimitFields rule={rule} scale={scale} onChange={onKeys} /> : null}
        {scaled ? (
          <IconButton
            size="small"
            label={t(asTable ? "curate.dial.plot" : "curate.dial.table")}
            onPress={() => setAsTable(!asTable)}
          >
            <Sign aria-hidden />
          </IconButton>
        ) : null}
      </div>
      {!scaled ? null : asTable ? (
        <BinTable bins={bins} rule={rule} scale={byShare ? values : scale} valueName={valueNameOf(kind)} />
      ) : (
        <>
          <Histogram
            name={nameOf(kind)}
            valueName={nothing ? t("curate.dial.none") : valueNameOf(kind)}
            bins={bins}
            rule={byShare ? { kind: "weigh" } : rule}
            scale={byShare ? values : scale}
            movable={movable && !byShare}
            words={words}
            onHold={onHold}
            onDrop={onDrop}
            onKeys={onKeys}
          />
          {byShare ? (
            <div className="dial-share">
              <Histogram
                name={nameOf(kind)}
                valueName={t("curate.dial.bestOfLabel", { share: percent(rule.share) })}
                bins={[{ low: 0, high: 1, count: 1 }]}
                rule={rule}
                scale={scale}
                movable={movable}
                words={words}
                onHold={onHold}
                onDrop={onDrop}
                onKeys={onKeys}
              />
            </div>
          ) : null}
        </>
      )}
    </div>
  );
}

export function sideWords(rule: CurationRule, counts: CurationCounts): string {
  if (rule.kind === "weigh") return `${count(counts.weighed)} ${t("curate.dial.weighed")}`;
  const { stays, acted } = sidesOf(rule, counts);
  return `${count(stays[0])} ${stays[1]}, ${count(acted[0])} ${acted[1]}`;
}

/** How many rows lie on either side, in the order in which they lie. */
function Sides({ rule, counts }: { rule: CurationRule; counts: CurationCounts | null }) {
  if (rule.kind === "weigh") {
    return (
      <span className="dial-side" data-testid="dial-counts">
        <i className="dial-swatch" aria-hidden />
        {t("curate.dial.weighed")} <b>{counts ? count(counts.weighed) : "–"}</b>
      </span>
    );
  }
  const none = { measured: 0, dropped: 0, relabelled: 0, weighed: 0 };
  const { stays, acted } = sidesOf(rule, counts ?? none);
  const kept = (
    <span className="dial-side" key="stays">
      <i className="dial-swatch" aria-hidden />
      {stays[1]} <b>{counts ? count(stays[0]) : "–"}</b>
    </span>
  );
  const gone = (
    <span className="dial-side" key="acted">
      <i
        className="dial-swatch dial-swatch-acted"
        data-relabels={rule.kind === "relabel" || undefined}
        aria-hidden
      />
      {acted[1]} <b>{counts ? count(acted[0]) : "–"}</b>
    </span>
  );
  return (
    <span className="row dial-sides" data-testid="dial-counts" aria-live="polite">
      {rule.kind === "at-least" ? [gone, kept] : [kept, gone]}
    </span>
  );
}
