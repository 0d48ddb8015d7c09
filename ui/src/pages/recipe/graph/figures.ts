import type { Recipe } from "@/generated/Recipe";
import type { RowSummary } from "@/generated/RowSummary";
import type { RunProgress } from "@/generated/RunProgress";
import type { Step } from "@/generated/Step";
import type { Link } from "./edges";
import { idOf, placeOf } from "./place";

/** What a run says of a card. */
export interface Figures {
  /** Answers that reached it, of those looked at; null where that cannot be told. */
  in: number | null;
  /** Answers that it was read from, of those looked at. */
  out: number | null;
  /** A value that it made lately. */
  sample: string | null;
  /** Answers that failed here; null where that cannot be told. */
  failed: number | null;
  /** The check by which the failed rows can be listed. */
  check: string | null;
  /** Checks of the same kind, which the run counts together. */
  shared: number;
}

/**
 * A run at each card. The recipe may have been edited since it `ran`: a step that is not in it under the same name with the
 * same fields, or a check of a kind that is not in it, has no figures.
 * The run counts rejections by kind of check; what went into and out of a step is counted in the
 * `rows` at hand, the latest answers. A step that is left out of some rows, or comes after such a one, hides what reached it.
 */
export function figuresOf(
  recipe: Recipe,
  ran: Recipe,
  links: readonly Link[],
  progress: RunProgress,
  rows: readonly RowSummary[],
): Record<string, Figures> {
  const found: Record<string, Figures> = {};
  const rejected = new Map(progress.rejected.map(({ value, count }) => [value, count]));
  const has = (row: RowSummary, at: number) =>
    Object.keys(recipe.steps[at]?.output ?? {}).some(
      (name) => row.fields[name] !== undefined && row.fields[name] !== null,
    );
  const before = (at: number) =>
    links.flatMap(({ source, target }) => {
      const place = placeOf(source);
      return target === idOf("steps", at) && place?.kind === "steps" && place.at !== at ? [place.at] : [];
    });
  recipe.steps.forEach((step, at) => {
    if (!ran.steps.some((other) => other.id === step.id && sameFields(other, step))) return;
    const needs = before(at);
    const always = [at, ...needs].every((each) => recipe.steps[each]?.when === null);
    const made = rows.filter((row) => has(row, at));
    const reached = always ? rows.filter((row) => needs.every((each) => has(row, each))).length : null;
    const latest = made[0];
    found[idOf("steps", at)] = {
      in: reached,
      out: made.length,
      sample: latest ? sampleOf(latest, Object.keys(step.output)) : null,
      failed: reached === null ? null : Math.max(0, reached - made.length),
      check: null,
      shared: 1,
    };
  });
  recipe.checks.forEach((check, at) => {
    const alike = ran.checks.filter(({ kind }) => kind === check.kind);
    if (!alike.some(({ field }) => field === check.field)) return;
    found[idOf("checks", at)] = {
      in: null,
      out: null,
      sample: null,
      failed: rejected.get(check.kind) ?? 0,
      check: check.kind,
      shared: alike.length,
    };
  });
  return found;
}

function sameFields(a: Step, b: Step): boolean {
  return Object.keys(a.output).join() === Object.keys(b.output).join();
}

function sampleOf(row: RowSummary, names: readonly string[]): string | null {
  const values = names.flatMap((name) => {
    const value = row.fields[name];
    if (value === undefined || value === null) return [];
    return [typeof value === "string" ? value : JSON.stringify(value)];
  });
  return values.length > 0 ? values.join(" · ").replace(/\s+/g, " ").slice(0, 120) : null;
}
