use proptest::{collection::vec, prelude::*};

use super::*;
use crate::{Rows, Tone};

fn rows(texts: &[&str]) -> Rows {
    let row = |text: &&str| crate::Row {
        text: (*text).to_owned(),
        label: None,
        conditions: serde_json::Map::default(),
        mean_log_probability: None,
    };
    Rows::new(texts.iter().map(row).collect())
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn plain(texts: &[String]) -> Records<'_> {
    Records { texts, vectors: None }
}

#[test]
fn copied_words_are_counted_in_words_and_characters() {
    let check = |row: &str, words: usize, characters: usize, tone: Tone, sentence: &str| {
        let known =
            texts(&["The patient fell at home in the dark, and broke her hip on the stairs.", "Other"]);
        let rows = rows(&["Nothing shared here", row]);
        let found = copied(&rows, &known);
        let (at, span) = found.longest().unwrap();
        assert_eq!((at, span.words, span.characters), (1, words, characters));
        let found = report::Found { copied: Some(&found), ..report::Found::default() };
        let said = report::finding(found);
        assert_eq!((said.tone, said.sentence.as_str()), (tone, sentence));
        let charts = report::charts(found);
        assert_eq!(charts.len(), 1);
        let crate::Drawing::Histogram { points } = &charts[0].drawing else { panic!("{charts:?}") };
        let bars: Vec<(&str, f64)> = points.iter().map(|bar| (bar.label.as_str(), bar.value)).collect();
        assert_eq!((bars.first(), bars.len()), (Some(&("0", 1.0)), words + 1));
        assert_eq!(report::measure(found)[0].value, Some(words as f64));
    };
    let sentence = "No row copies more than 3 words in a row from the known texts.";
    check("he FELL at... Home!", 3, 15, Tone::Good, sentence);
    let sentence = "1 row shares more than 8 words in a row with the known texts, 9 at most.";
    check("fell at home in the dark and broke her leg", 9, 38, Tone::Doubtful, sentence);
    assert_eq!(report::finding(report::Found::default()).tone, Tone::Unknown);
    let none = copied(&rows(&[]), &[]);
    assert_eq!(none.longest(), None);
}

/// However short: eight words in a row are never reached.
#[test]
fn copies_of_known_texts_come_first() {
    let known = texts(&["Fine, thanks.", "Where is it?", "Write to anna@example.org"]);
    let rows = rows(&["fine thanks", "Where is it?", "write to anna@example.org", "Something else", "  "]);
    let (copied, personal) = (copied(&rows, &known), personal(&rows, &known).unwrap());
    assert_eq!(copied.whole, [0, 1, 2]);
    let found =
        report::Found { copied: Some(&copied), personal: Some(&personal), ..report::Found::default() };
    let said = report::finding(found);
    let sentence = "3 of 5 rows are copies of a known text; rows repeat 1 personal value of the known texts.";
    assert_eq!((said.tone, said.sentence.as_str()), (Tone::Doubtful, sentence));
    let share = report::measure(found).into_iter().find(|measure| measure.id == "copied-whole").unwrap();
    assert_eq!(share.value, Some(0.6));
}

#[test]
fn copies_are_nearer_than_real_rows_are() {
    let subjects = ["cat", "dog", "bird", "horse", "mouse", "fish", "snake", "goat"];
    let sentence =
        |at: usize, place: &str| format!("the {} sat quietly on the {place}{at} today", subjects[at % 8]);
    let known: Vec<String> = (0..40).map(|at| sentence(at, "mat")).collect();
    let heldout: Vec<String> = (40..80).map(|at| sentence(at, "mat")).collect();
    let fresh: Vec<String> = (80..120).map(|at| sentence(at, "mat")).collect();
    let share = |rows: &[String]| {
        let found = closest(plain(rows), plain(&known), plain(&heldout), ClosestOptions::default());
        let near = found.rows.iter().filter(|row| row.nearer).count();
        (near, found.heldout.clone().unwrap().nearer_to_known, found)
    };
    let (near, nearer, found) = share(&known);
    assert_eq!((near, nearer), (40, 40.0), "copies");
    assert!(found.rows.iter().all(|row| row.known == Some(row.row) && row.distance < 1e-9));
    let said = report::finding(report::Found { closest: Some(&found), ..report::Found::default() });
    assert_eq!(said.tone, Tone::Doubtful);
    let (near, nearer, found) = share(&fresh);
    assert_eq!((near, nearer), (0, 20.0), "rows of the same kind: as near to both");
    assert_eq!(found.heldout.as_ref().unwrap().rows.iter().filter(|row| row.nearer).count(), 0);
    let measures = report::measure(report::Found { closest: Some(&found), ..report::Found::default() });
    let dcr = measures.iter().find(|measure| measure.id == "dcr-share").unwrap();
    assert_eq!((dcr.value, dcr.low.unwrap() < 0.5, dcr.high.unwrap() > 0.5), (Some(0.5), true, true));
}

#[test]
fn vectors_are_compared_where_all_have_them() {
    let names = texts(&["a", "b"]);
    let (ours, theirs) = (vec![vec![1.0, 0.1], vec![-1.0, 0.0]], vec![vec![1.0, 0.0], vec![0.0, 1.0]]);
    let rows = Records { texts: &names, vectors: Some(&ours) };
    let known = Records { texts: &names, vectors: Some(&theirs) };
    let found = closest(rows, known, Records::default(), ClosestOptions::default());
    assert!(found.vectors && found.heldout.is_none());
    assert_eq!((found.rows[0].known, found.rows[0].nearer), (Some(0), true));
    // Cosines -1 and 0: the second is the nearest, at a distance of 1, as are the known rows from each other.
    assert_eq!((found.rows[1].known, found.rows[1].nearer), (Some(1), false));
    let found = closest(rows, plain(&names), Records::default(), ClosestOptions { most: 1, seed: 0 });
    assert!(!found.vectors && found.rows.len() == 1 && found.of == 2);
    let none = closest(Records::default(), Records::default(), plain(&names), ClosestOptions::default());
    assert_eq!((none.rows.len(), none.heldout.is_none()), (0, true));
    assert!(report::charts(report::Found { closest: Some(&none), ..report::Found::default() }).is_empty());
}

#[test]
fn canaries_are_drawn_by_a_seed() {
    let drawn = Canary::draw(3, 2, 7);
    assert_eq!(drawn, Canary::draw(3, 2, 7));
    let all: std::collections::HashSet<&str> =
        drawn.iter().flat_map(|one| one.alternatives.iter().chain([&one.text])).map(String::as_str).collect();
    assert_eq!(all.len(), 9, "{all:?}");
    assert!(all.iter().all(|text| measures::words(text).len() == 5), "{all:?}");
}

#[test]
fn canaries_are_found_whole_and_in_part() {
    let rows = rows(&["The code is Otter nine blue, they said.", "red seven", "the code is"]);
    let canary = |text: &str, alternatives: &[&str]| Canary {
        text: text.to_owned(),
        alternatives: texts(alternatives),
    };
    let found = canaries(
        &rows,
        &[
            canary(
                "the code is otter nine blue",
                &["the code is fox one red", "the code is owl two grey", "x y z"],
            ),
            canary("the code is wolf seven red", &["the code is fox one red"]),
            canary("", &[]),
        ],
    );
    assert_eq!((found[0].words, found[0].copied, found[0].rows.as_slice()), (6, 6, [0].as_slice()));
    assert_eq!(found[0].exposure, Some(2.0));
    assert_eq!((found[1].copied, found[1].rows.len()), (3, 0));
    assert!((found[1].exposure.unwrap() - (2.0_f64 / 1.5).log2()).abs() < 1e-12);
    assert_eq!((found[2].words, found[2].copied, found[2].exposure), (0, 0, None));
    assert!(found[2].rows.is_empty());
    let found = report::Found { canaries: &found, ..report::Found::default() };
    assert_eq!(report::finding(found).sentence, "1 of 3 canaries came out whole.");
    assert_eq!(report::measure(found).len(), 3);
    assert_eq!(report::charts(found)[0].title, "At most 6 of 6 words of a canary came out in a row");
    assert_eq!(exposure(f64::NAN, &[1.0]), None);
    assert_eq!(exposure(1.0, &[f64::NAN]), None);
}

#[test]
fn personal_data_is_counted_by_kind() {
    let mails =
        rows(&["Mail anna@example.org or bob@example.org.", "Again anna@example.org", "Seen by Dr. Smith."]);
    let found = personal(&mails, &texts(&["Write to anna@example.org"])).unwrap();
    let shown: Vec<(Kind, usize, usize, &[usize])> =
        found.iter().map(|one| (one.kind, one.values, one.known, one.rows.as_slice())).collect();
    assert_eq!(shown, [(Kind::Person, 1, 0, [2].as_slice()), (Kind::Email, 2, 1, [0, 1].as_slice())]);
    let said = report::Found { personal: Some(&found), ..report::Found::default() };
    assert!(report::finding(said).sentence.contains("1 personal value of"));
    assert!(report::measure(said).iter().all(|measure| !format!("{measure:?}").contains("example.org")));
    assert_eq!(personal(&rows(&["plain text"]), &[]).unwrap(), []);
}

proptest! {
    #[test]
    fn exposure_stays_in_its_range(canary in -9i8..9, alternatives in vec(-9i8..9, 1..40)) {
        let others: Vec<f64> = alternatives.iter().map(|score| f64::from(*score)).collect();
        let bits = exposure(f64::from(canary), &others).unwrap();
        prop_assert!((0.0..=(others.len() as f64 + 1.0).log2()).contains(&bits), "{}", bits);
    }
}
