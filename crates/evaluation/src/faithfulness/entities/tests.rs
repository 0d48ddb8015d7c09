use proptest::prelude::*;

use super::*;

#[test]
fn entities_are_found() {
    let check = |text: &str, expected: &[(Kind, &str)]| {
        let found = entities(text);
        let found: Vec<(Kind, &str)> =
            found.iter().map(|entity| (entity.kind, entity.text.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    };
    check(
        "Yesterday Ada Lovelace met Charles Babbage.",
        &[(Kind::Name, "Yesterday Ada Lovelace"), (Kind::Name, "Charles Babbage")],
    );
    check(
        "The Bank of England's vault holds 400,000 bars.",
        &[(Kind::Name, "Bank of England"), (Kind::Number, "400,000")],
    );
    check("Cats sleep. I like cats.", &[]);
    check("Paris is large. We love Paris!", &[(Kind::Name, "Paris"), (Kind::Name, "Paris")]);
    check(
        "On 3 May 1999 it cost $4.50, about 12 % more.",
        &[(Kind::Date, "3 May 1999"), (Kind::Quantity, "$4.50"), (Kind::Quantity, "12 %")],
    );
    check(
        "July 4th, 1776; 2024-02-29; in March 2020",
        &[(Kind::Date, "July 4th, 1776"), (Kind::Date, "2024-02-29"), (Kind::Date, "March 2020")],
    );
    check("she ran 5 km in 20 minutes", &[(Kind::Quantity, "5 km"), (Kind::Quantity, "20 minutes")]);
    check("version 1.2.3", &[]);
    check("you may 5 times", &[(Kind::Number, "5")]);
    check("", &[]);
}

#[test]
fn a_source_holds_what_it_says_otherwise() {
    let check = |text: &str, source: &str, expected: &[&str]| {
        let found = support(&[text], &[Some(source)]);
        let lacking: Vec<&str> = found.unsupported(0).map(|entity| entity.text.as_str()).collect();
        assert_eq!(lacking, expected, "{text} / {source}");
    };
    check("it was Barack Obama", "Barack Hussein Obama was born in 1961.", &[]);
    check("it was Michelle Obama", "Barack Obama was born in 1961.", &["Michelle Obama"]);
    check("Yesterday Ada Lovelace came", "the work of Ada Lovelace", &[]);
    check("born in 1961 and 1962", "He was born on August 4, 1961.", &["1962"]);
    check("on 4 August 1961", "on 1961-08-04", &[]);
    check("on 04/08/1961", "on August 4, 1961", &[]);
    check("on 5 August 1961", "on August 4, 1961", &["5 August 1961"]);
    check("in August 1961", "on August 4, 1961", &[]);
    check("a run of 5 km", "they ran 5 kilometres", &[]);
    check("a run of 5 miles", "they ran 5 kilometres", &["5 miles"]);
    check("it cost $1,000", "the price was 1000 dollars", &[]);
    check("a loss of 2.5 million", "a loss of 2,500,000", &[]);
    check("there are 3 cats", "there are three cats", &[]);
    check("there are 4 cats", "there are three cats", &["4"]);
}

#[test]
fn shares_are_over_entities_and_rows() {
    let texts = ["it was Ada Lovelace in 1843", "it was 1843", "nothing here", "it was Nobody Knows"];
    let sources = [Some("Ada Lovelace wrote in 1843"), Some("in 1842"), Some("nothing"), None];
    let found = support(&texts, &sources);
    let panel = found.panel();
    let of =
        |id: &str| panel.measures.iter().find(|measure| measure.id == id).and_then(|measure| measure.value);
    assert_eq!(of("entities-unsupported"), Some(1.0 / 3.0));
    assert_eq!(of("entities-unsupported-names"), Some(0.0));
    assert_eq!(of("entities-unsupported-dates"), None);
    assert_eq!(of("entities-rows-supported"), Some(2.0 / 3.0));
    assert_eq!(panel.finding.tone, Tone::Doubtful);
    assert!(support(&[], &[]).panel().charts.is_empty());
}

proptest! {
    #[test]
    fn a_text_supports_itself(text in "[A-Ca-c]{1,3}( [A-Ca-c0-9.,$%]{1,4}){0,8}") {
        let found = support(&[&text], &[Some(&text)]);
        let lacking: Vec<&Entity> = found.unsupported(0).collect();
        prop_assert!(lacking.is_empty(), "{:?}", lacking);
    }

    #[test]
    fn no_text_is_too_strange(text in "\\PC{0,40}") {
        for entity in entities(&text) {
            prop_assert_eq!(text.get(entity.place.clone()), Some(entity.text.as_str()));
        }
    }
}
