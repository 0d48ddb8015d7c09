import { Card } from "@/components/Card";
import type { ArenaView } from "@/generated/ArenaView";
import { decimal } from "@/locales/format";
import { t } from "@/locales/t";
import { positionWords } from "./position";
import { RatingBar } from "./RatingBar";

const columns = ["place", "run", "rating", "elo", "won", "lost", "tied"] as const;

/** How the runs stand by people, or by a model, with what the ratings leave open. */
export function Standings({ view, model = null }: { view: ArenaView; model?: string | null }) {
  const { standings } = view;
  const position = positionWords(view, model !== null);
  const title =
    model === null ? t("evaluate.arena.standings") : t("evaluate.arena.model.standings", { model });
  if (view.judged === 0) return <p className="muted">{t("evaluate.arena.noneJudged")}</p>;
  const lowest = Math.min(...standings.map(({ interval }) => interval[0]));
  const highest = Math.max(...standings.map(({ interval }) => interval[1]));
  return (
    <Card title={title} note={t("evaluate.arena.shared")} className="standings">
      <table data-testid="standings">
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" className={column === "run" ? undefined : "number"}>
                {t(`evaluate.arena.column.${column}`)}
              </th>
            ))}
            <th scope="col" className="rating-head">
              {t("evaluate.arena.column.interval")}
            </th>
          </tr>
        </thead>
        <tbody>
          {standings.map(({ run, place, rating, interval, elo, won, lost, tied }) => (
            <tr key={run}>
              <td className="number">{place}</td>
              <th scope="row">{t("runs.name", { run })}</th>
              <td className="number">
                {t("evaluate.arena.rating", {
                  rating: decimal(rating, 0),
                  low: decimal(interval[0], 0),
                  high: decimal(interval[1], 0),
                })}
              </td>
              <td className="number">{decimal(elo, 0)}</td>
              <td className="number">{won}</td>
              <td className="number">{lost}</td>
              <td className="number">{tied}</td>
              <td>
                <RatingBar rating={rating} interval={interval} from={lowest} to={highest} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {position ? (
        <p className="small arena-position" data-testid="arena-position">
          {position}
        </p>
      ) : null}
    </Card>
  );
}
