import type { Measure } from "@/generated/Measure";
import { t } from "@/locales/t";
import { valueWords } from "./figures";
import { placesIn, type SparkPoint, type Sparks } from "./sparks";

const box = { width: 54, height: 14 };
/** Room for the dot at the ends. */
const margin = 3;

interface SparkProps {
  measure: Measure;
  sparks: Sparks;
}

/** A figure over the project's runs, where several have it: as a small line, and as a list for those who cannot see
 * it; a table would stand within another. */
export function Spark({ measure, sparks }: SparkProps) {
  const points = sparks.get(measure.id);
  if (!points) return null;
  const places = placesIn(
    points.map(({ value }) => value),
    box.width,
    box.height,
  );
  const here = places[points.findIndex(({ here }) => here)];
  const name = (point: SparkPoint) =>
    point.version === null
      ? t("runs.name", { run: point.run })
      : t("evaluate.over.run", { run: point.run, version: point.version });
  const value = ({ value, low, high }: SparkPoint) => valueWords({ ...measure, value, low, high });
  return (
    <span className="spark" data-testid={`spark-${measure.id}`}>
      <svg
        viewBox={`${-margin} ${-margin} ${box.width + 2 * margin} ${box.height + 2 * margin}`}
        width={box.width + 2 * margin}
        height={box.height + 2 * margin}
        aria-hidden
      >
        <title>{points.map((point) => `${name(point)}: ${value(point)}`).join("\n")}</title>
        <polyline points={places.map((place) => place.join()).join(" ")} />
        {here ? <circle cx={here[0]} cy={here[1]} r={2.5} /> : null}
      </svg>
      <ul className="visually-hidden" aria-label={t("evaluate.over.caption", { figure: measure.title })}>
        {points.map((point) => (
          <li key={point.run}>{`${name(point)}: ${value(point)}`}</li>
        ))}
      </ul>
    </span>
  );
}
