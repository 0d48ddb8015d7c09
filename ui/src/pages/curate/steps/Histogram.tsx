import { type PointerEvent, useRef, useState } from "react";
import type { CurationRule } from "@/generated/CurationRule";
import type { ValueBin } from "@/generated/ValueBin";
import { t } from "@/locales/t";
import { actsOn, limitsOf, moved, type Scale } from "../model/threshold";
import { shownValue } from "../model/words";
import { ActedBars } from "./ActedBars";
import { Bins } from "./Bins";
import { Handle } from "./Handle";

interface HistogramProps {
  name: string;
  valueName: string;
  bins: readonly ValueBin[];
  /** The rule as it is dragged now. */
  rule: CurationRule;
  scale: Scale;
  /** Whether the rule can be changed here. */
  movable: boolean;
  /** What the rule does, for the handle's value in words. */
  words: string;
  /** While the handle is dragged; null when it was let go of without a change. */
  onHold: (rule: CurationRule | null) => void;
  onDrop: (rule: CurationRule) => void;
  /** The keys moved the handle. */
  onKeys: (rule: CurationRule) => void;
}

/** The values of a step as bars, those it acts on striped, with the handle that says from where on. */
export function Histogram(props: HistogramProps) {
  const { bins, rule, scale, movable, words, onHold, onDrop, onKeys } = props;
  const plot = useRef<HTMLDivElement>(null);
  const grabbed = useRef<{ handle: number; rule: CurationRule; from: CurationRule } | null>(null);
  const [over, setOver] = useState<ValueBin | null>(null);
  const limits = movable ? limitsOf(rule) : [];
  const acted = actsOn(rule, scale);

  const valueAt = (event: PointerEvent) => {
    const box = plot.current?.getBoundingClientRect();
    if (!box || box.width === 0) return scale.low;
    return scale.low + ((event.clientX - box.left) / box.width) * (scale.high - scale.low);
  };
  const take = (handle: number, event: PointerEvent) => {
    if (event.button !== 0) return;
    event.preventDefault();
    plot.current?.setPointerCapture?.(event.pointerId);
    grabbed.current = { handle, rule, from: rule };
  };
  const follow = (event: PointerEvent) => {
    const held = grabbed.current;
    if (!held) return;
    held.rule = moved(held.from, held.handle, valueAt(event), scale);
    onHold(held.rule);
  };
  const letGo = (keep: boolean) => {
    const held = grabbed.current;
    grabbed.current = null;
    if (!held) return;
    const changed = JSON.stringify(held.rule) !== JSON.stringify(held.from);
    if (keep && changed) onDrop(held.rule);
    else onHold(null);
  };
  const nearest = (value: number) =>
    limits.length < 2 || Math.abs((limits[0] ?? 0) - value) <= Math.abs((limits[1] ?? 0) - value) ? 0 : 1;

  return (
    <div className="histogram">
      <div
        ref={plot}
        role="group"
        aria-label={t("curate.dial.histogram", { value: props.valueName })}
        className="histogram-plot"
        data-movable={movable || undefined}
        data-testid="histogram"
        onPointerDown={(event) => {
          if (!movable || limits.length === 0) return;
          if (grabbed.current === null) take(nearest(valueAt(event)), event);
          follow(event);
        }}
        onPointerMove={(event) => {
          follow(event);
          const value = valueAt(event);
          setOver(bins.find(({ low, high }) => value >= low && value < high) ?? null);
        }}
        onPointerUp={() => letGo(true)}
        onPointerCancel={() => letGo(false)}
        onPointerLeave={() => setOver(null)}
        onKeyDown={(event) => event.key === "Escape" && letGo(false)}
      >
        <div className="histogram-bars" aria-hidden>
          <Bins bins={bins} scale={scale} />
        </div>
        {acted.map((stretch, at) => (
          <ActedBars key={at} stretch={stretch} relabels={rule.kind === "relabel"}>
            <Bins bins={bins} scale={scale} />
          </ActedBars>
        ))}
        {limits.map((value, handle) => (
          <Handle
            key={handle}
            label={handleName(rule, handle, props.name)}
            value={value}
            scale={scale}
            words={t("curate.dial.valueText", { value: shownValue(value, scale), words })}
            shown={shownValue(value, scale)}
            onKeys={(to) => onKeys(moved(rule, handle, to, scale))}
            onGrab={(event) => take(handle, event)}
          />
        ))}
      </div>
      <div className="row histogram-axis small muted" title={t("curate.dial.scale")}>
        <span className="number">{shownValue(scale.low, scale)}</span>
        <span className="spacer truncate histogram-name" data-testid="histogram-readout">
          {over ? binWords(over, scale) : props.valueName}
        </span>
        <span className="number">{shownValue(scale.high, scale)}</span>
      </div>
    </div>
  );
}

function handleName(rule: CurationRule, handle: number, name: string): string {
  const of =
    rule.kind === "within"
      ? handle === 0
        ? "low"
        : "high"
      : rule.kind === "best-of-label"
        ? "share"
        : "limit";
  return t(`curate.dial.handle.${of}`, { name });
}

export function binWords({ low, high, count }: ValueBin, scale: Pick<Scale, "digits">): string {
  const [from, to] = [shownValue(low, scale), shownValue(high, scale)];
  return from === to
    ? t("curate.dial.point", { low: from, count })
    : t("curate.dial.bin", { low: from, high: to, count });
}
