import type { FigureHistory } from "@/generated/FigureHistory";
import type { FigurePoint } from "@/generated/FigurePoint";
import type { RunSummary } from "@/generated/RunSummary";

/** A figure of a run. */
export interface SparkPoint extends FigurePoint {
  /** Version of the recipe that the run followed. */
  version: number | null;
  /** It is the run that is looked at. */
  here: boolean;
}

/** By figure its values over runs. */
export type Sparks = ReadonlyMap<string, readonly SparkPoint[]>;

export const noSparks: Sparks = new Map();

export function sparksOf(
  history: readonly FigureHistory[],
  runs: readonly RunSummary[],
  run: number,
): Sparks {
  const versions = new Map(runs.map(({ run, version }) => [run, version]));
  return new Map(
    history.map(({ id, points }) => [
      id,
      points.map((point) => ({
        ...point,
        version: versions.get(point.run) ?? null,
        here: point.run === run,
      })),
    ]),
  );
}

/** Where the values stand in a box, evenly from left to right; a line that does not move lies in the middle. */
export function placesIn(values: readonly number[], width: number, height: number): [number, number][] {
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  const across = width / Math.max(1, values.length - 1);
  return values.map((value, at) => [
    at * across,
    span > 0 ? height - ((value - low) / span) * height : height / 2,
  ]);
}
