import type { NoveltyPoint } from "@/generated/NoveltyPoint";
import { count, percent } from "@/locales/format";
import { t } from "@/locales/t";
import { pathOf, place } from "./novelty";

const box = { left: 42, top: 8, width: 250, height: 72 };

/** Share of new 3-grams over accepted rows: does the run still bring new phrases? */
export function NoveltyCurve({ points }: { points: readonly NoveltyPoint[] }) {
  // One point is no curve yet.
  const last = points.length > 1 ? points.at(-1) : undefined;
  const places = place(points, box.width, box.height);
  const end = last ? places.at(-1) : undefined;
  const label = last
    ? t("runs.novelty.label", { share: percent(last.share), rows: last.rows })
    : t("runs.novelty.none");
  return (
    <svg className="novelty" viewBox="0 0 300 108" role="img" aria-label={label}>
      <g transform={`translate(${box.left} ${box.top})`}>
        {[1, 0.5, 0].map((share) => (
          <g key={share} transform={`translate(0 ${(1 - share) * box.height})`}>
            <line x2={box.width} className="novelty-grid" />
            <text x={-8} dy="0.32em" textAnchor="end">
              {percent(share)}
            </text>
          </g>
        ))}
        {end ? (
          <>
            <path d={pathOf(places)} className="novelty-line" />
            <circle cx={end.x} cy={end.y} r={3} className="novelty-end" />
          </>
        ) : (
          <text x={box.width / 2} y={box.height / 2 - 8} textAnchor="middle">
            {t("runs.novelty.none")}
          </text>
        )}
        <text x={0} y={box.height + 20}>
          {t("runs.novelty.from")}
        </text>
        {last ? (
          <text x={box.width} y={box.height + 20} textAnchor="end">
            {t("runs.novelty.to", { rows: count(last.rows) })}
          </text>
        ) : null}
      </g>
    </svg>
  );
}
