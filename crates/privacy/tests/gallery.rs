//! Files of the gallery that name nobody.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use privacy::{Fields, find};

#[test]
fn nothing_is_proposed_in_texts_without_personal_data() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../recipes/data");
    let check = |file: &str| {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        let rows: Vec<Fields> =
            text.lines().map(|line| Fields::from_iter([("text".to_owned(), line.into())])).collect();
        let found: Vec<String> = find(&rows).into_iter().map(|one| one.value).collect();
        assert_eq!(found, Vec::<String>::new(), "{file}");
    };
    check("bank-labelled.csv");
    check("bank-to-label.csv");
    check("film-reviews.csv");
    check("orders.csv");
    check("personas.csv");
    check("sentence-pairs.csv");
}
