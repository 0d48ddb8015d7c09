//! The arena in figures, charts and a sentence. `names` are those of the competitors, in their order.

use super::{JudgeAgreement, Rating, Standing, Standings, Swapped};
use crate::chart::{Cell, Chart, Dashboard, Drawing, Point};
use crate::finding::{Finding, Question, Tone, percent};
use crate::measure::{Measure, Unit};

/// Ratings of each competitor, the bias of the order, and the agreement of judges.
#[must_use]
pub fn measure(
    standings: &Standings,
    names: &[String],
    agreement: JudgeAgreement,
    swapped: Swapped,
) -> Vec<Measure> {
    let mut measures = Vec::new();
    for standing in &standings.order {
        let name = name(names, standing.competitor);
        let measure = |id: &str, title: &str, meaning: &str, value: f64| {
            let (id, title) = (format!("{id}-{name}"), format!("{title} of {name}"));
            Dashboard::Usefulness.measure(
                id,
                title,
                meaning,
                Unit::Score,
                standing.games as usize,
                Some(value),
            )
        };
        measures.push(
            measure(
                "arena-rating",
                "Rating",
                "Strength under which the verdicts are the most probable; 100 more win 64 % of comparisons.",
                standing.rating,
            )
            .within(Some(standing.interval))
            .noted(
                "Bradley-Terry with a term for the order and a weak prior; the mean of all is 1000; interval by \
                 bootstrap over pairs of rows.",
            ),
        );
        measures.push(
            measure("arena-elo", "Elo", "Elo rating from 1000 with K = 4.", standing.elo)
                .within(Some(standing.elo_interval))
                .noted("Mean over bootstrap orders of the comparisons."),
        );
    }
    let games: u64 = standings.order.iter().map(|standing| standing.games).sum::<u64>() / 2;
    measures.push(
        Dashboard::Usefulness
            .measure(
                "arena-position",
                "Wins of the text shown first",
                "How often the text shown first would win if both were equally good; half without bias.",
                Unit::Share,
                games as usize,
                standings.position.map(|position| position.share),
            )
            .within(standings.position.map(|position| position.interval)),
    );
    measures.push(Dashboard::Usefulness.share(
        "arena-swapped",
        "Same verdict in both orders",
        "Share of pairs on which the model said the same when the order was turned round.",
        swapped.same,
        swapped.pairs,
    ));
    measures.push(
        Dashboard::Usefulness
            .measure(
                "arena-kappa",
                "Agreement of people and model",
                "Cohen's kappa on pairs that both judged; 1 is full agreement, 0 that of chance.",
                Unit::Score,
                agreement.pairs as usize,
                agreement.kappa,
            )
            .noted(format!("The same verdict on {} of {} pairs.", agreement.same, agreement.pairs)),
    );
    measures
}

/// Of each competitor the share of answers that were rated as good, and as good or with minor flaws.
#[must_use]
pub fn rated(levels: &[[u64; 4]], names: &[String]) -> Vec<Measure> {
    let of = |(competitor, [good, minor, major, invalid]): (usize, &[u64; 4])| {
        let (name, n) = (name(names, competitor), good + minor + major + invalid);
        [
            ("arena-good", "Good answers", "Share of answers rated A, good.", *good),
            (
                "arena-acceptable",
                "Acceptable answers",
                "Share of answers rated A or B, good or with minor flaws.",
                good + minor,
            ),
        ]
        .map(|(id, title, meaning, hits)| {
            Dashboard::Usefulness.share(
                format!("{id}-{name}"),
                format!("{title} of {name}"),
                meaning,
                hits,
                n,
            )
        })
    };
    levels.iter().enumerate().flat_map(of).collect()
}

/// The ranking, the win matrix and, where there are ratings, the levels.
#[must_use]
pub fn charts(standings: &Standings, levels: &[[u64; 4]], names: &[String]) -> Vec<Chart> {
    let mut charts = vec![ranking(standings, names), wins(standings, names)];
    if levels.iter().flatten().any(|count| *count > 0) {
        charts.push(rating_grid(levels, names));
    }
    charts
}

fn ranking(standings: &Standings, names: &[String]) -> Chart {
    let label = |standing: &Standing| {
        let Standing { rank, interval, .. } = standing;
        format!("{rank}. {} ({:.0} to {:.0})", name(names, standing.competitor), interval.low, interval.high)
    };
    let points = standings.order.iter().map(|one| Point::new(label(one), one.rating, None)).collect();
    Dashboard::Usefulness.chart(
        "arena-ranking",
        sentence(standings, names),
        "Rating",
        "Competitor",
        Drawing::Bars { points },
    )
}

fn wins(standings: &Standings, names: &[String]) -> Chart {
    let order: Vec<usize> = standings.order.iter().map(|standing| standing.competitor).collect();
    let mut cells = Vec::new();
    for (row, one) in (0..).zip(&order) {
        for (column, other) in (0..).zip(&order) {
            let found = standings.matrix[*one][*other];
            if found.games > 0 {
                let value = found.wins / found.games as f64;
                cells.push(Cell { column, row, value, expected: None, behind: Vec::new() });
            }
        }
    }
    let titles: Vec<String> = order.iter().map(|one| name(names, *one)).collect();
    let drawing = Drawing::Grid { columns: titles.clone(), rows: titles, cells };
    Dashboard::Usefulness.chart(
        "arena-wins",
        "How often each wins against each".to_owned(),
        "Against",
        "Wins of",
        drawing,
    )
}

fn rating_grid(levels: &[[u64; 4]], names: &[String]) -> Chart {
    let mut cells = Vec::new();
    for (row, counts) in (0..).zip(levels) {
        let n: u64 = counts.iter().sum();
        for (column, count) in (0..).zip(counts).filter(|_| n > 0) {
            let value = *count as f64 / n as f64;
            cells.push(Cell { column, row, value, expected: None, behind: Vec::new() });
        }
    }
    let drawing = Drawing::Grid {
        columns: Rating::ALL.map(|level| level.title().to_owned()).into(),
        rows: (0..levels.len()).map(|competitor| name(names, competitor)).collect(),
        cells,
    };
    Dashboard::Usefulness.chart(
        "arena-levels",
        "How answers were rated".to_owned(),
        "Level",
        "Answers of",
        drawing,
    )
}

/// Who is preferred, in a sentence.
#[must_use]
pub fn finding(standings: &Standings, names: &[String]) -> Finding {
    let decided = standings.joined && standings.order.iter().any(|standing| standing.group > 0);
    let biased = standings
        .position
        .is_some_and(|position| position.interval.low > 0.5 || position.interval.high < 0.5);
    let advice = if !standings.joined {
        Some("Judge pairs of those that have not met.".to_owned())
    } else if !decided {
        Some("Judge more pairs.".to_owned())
    } else if biased {
        Some("Judges lean to one side; let them see each pair in both orders.".to_owned())
    } else {
        None
    };
    let ids = standings.order.iter().map(|one| format!("arena-rating-{}", name(names, one.competitor)));
    Finding {
        question: Question::Useful,
        tone: match (decided, biased) {
            (false, _) => Tone::Unknown,
            (true, true) => Tone::Doubtful,
            (true, false) => Tone::Good,
        },
        sentence: format!("{}.", sentence(standings, names)),
        advice,
        measures: ids.chain(["arena-position".to_owned()]).collect(),
    }
}

fn sentence(standings: &Standings, names: &[String]) -> String {
    let best: Vec<&Standing> = standings.order.iter().filter(|standing| standing.group == 0).collect();
    if standings.order.iter().all(|standing| standing.games == 0) {
        return "Nothing has been compared yet".to_owned();
    }
    if !standings.joined {
        return "Some have not been compared with the others, so there is no ranking yet".to_owned();
    }
    match best.as_slice() {
        [one] => {
            let share = percent(one.wins / one.games.max(1) as f64);
            format!("{} is preferred: it wins {share} of its comparisons", name(names, one.competitor))
        }
        several => {
            let several: Vec<String> = several.iter().map(|one| name(names, one.competitor)).collect();
            let (last, others) = several.split_last().map_or(("", [].as_slice()), |(l, o)| (l.as_str(), o));
            format!("{} and {last} cannot be told apart", others.join(", "))
        }
    }
}

fn name(names: &[String], competitor: usize) -> String {
    names.get(competitor).cloned().unwrap_or_else(|| format!("No. {}", competitor + 1))
}
