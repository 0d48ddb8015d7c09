//! Proposals: where personal data seems to be.
//!
//! Honest heuristics, no model: patterns with check digits where a format has them, and names by titles, a list of given
//! names, and capitals where a language keeps those for names. They miss some and propose some that are none, so a person
//! decides on each; [`Candidate::sure`] says on which the heuristics would bet.

mod columns;
mod names;
mod patterns;
mod words;

use std::ops::Range;

use indexmap::IndexMap;

use crate::rows::each_text;
use crate::{Fields, Kind, check_value};
use words::Corpus;

/// A value that seems to be personal.
#[derive(Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The value, as [`check_value`] gives it.
    pub value: String,
    /// What it seems to tell.
    pub kind: Kind,
    /// Whether little else looks like this.
    pub sure: bool,
}

/// A place in a text that seems to be personal.
struct Found {
    range: Range<usize>,
    kind: Kind,
    sure: bool,
}

/// All different values in some rows that seem to be personal, in the order in which they first occur. All rows of a
/// source belong together: which words it also writes in lower case tells which capitals are names.
#[must_use]
pub fn find(rows: &[Fields]) -> Vec<Candidate> {
    let mut corpus = Corpus::default();
    each_text(rows, |_, text| corpus.add(text));
    let mut candidates = Candidates::default();
    each_text(rows, |field, text| {
        if let Some((kind, sure)) = columns::kind_of_cell(field, text) {
            candidates.add(text, kind, sure);
            return;
        }
        let mut found = patterns::find(text);
        let names = names::find(text, &corpus, &found);
        found.extend(names.whole);
        found.sort_by_key(|one| one.range.start);
        found.iter().for_each(|one| candidates.add(&text[one.range.clone()], one.kind, one.sure));
        // A name in two parts is often written with one of them later.
        names.parts.iter().for_each(|one| candidates.add(&text[one.range.clone()], one.kind, one.sure));
    });
    candidates.0.into_iter().map(|(value, (kind, sure))| Candidate { value, kind, sure }).collect()
}

#[derive(Default)]
struct Candidates(IndexMap<String, (Kind, bool)>);

impl Candidates {
    /// The first kind stays; one sure sight makes the value sure.
    fn add(&mut self, text: &str, kind: Kind, sure: bool) {
        if let Ok(value) = check_value(text) {
            self.0.entry(value).or_insert((kind, sure)).1 |= sure;
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Finds in one text; `!` marks what is sure.
    fn found(field: &str, text: &str) -> Vec<String> {
        let rows = [Fields::from_iter([(field.to_owned(), json!(text))])];
        find(&rows)
            .into_iter()
            .map(|one| {
                format!("{}{} {}", if one.sure { "!" } else { "" }, one.kind.tag().to_lowercase(), one.value)
            })
            .collect()
    }

    #[test]
    fn personal_data_is_proposed() {
        let check = |text: &str, expected: &[&str]| assert_eq!(found("text", text), expected, "{text}");
        // Titles and labels.
        check("Dr. Smith saw the patient.", &["!person Smith"]);
        check("Seen by Dr. A. Okonkwo today.", &["!person A. Okonkwo", "!person Okonkwo"]);
        check("Frau Dr. med. Yılmaz hat angerufen.", &["!person Yılmaz"]);
        check("Herr Müller-Lüdenscheidt wurde entlassen.", &["!person Müller-Lüdenscheidt"]);
        check(
            "Mr Boris Kowalczyk was late.",
            &["!person Boris Kowalczyk", "!person Boris", "!person Kowalczyk"],
        );
        check("Herrn von der Heyden geht es gut.", &["!person von der Heyden", "!person Heyden"]);
        check("Name: Zanele Dlamini", &["!person Zanele Dlamini", "!person Zanele", "!person Dlamini"]);
        // Given names.
        check(
            "Gestern kam Anna Schmidt zur Kontrolle.",
            &["!person Anna Schmidt", "!person Anna", "!person Schmidt"],
        );
        check("Schmidt, Anna", &["person Schmidt, Anna", "person Schmidt", "person Anna"]);
        check("Anna_Schmidt.pdf", &["!person Anna_Schmidt", "!person Anna", "!person Schmidt"]);
        check("I told Sophie about it.", &["!person Sophie"]);
        check("Will Turner paid.", &["person Will Turner", "person Turner"]);
        // Capitals where they are kept for names.
        check(
            "It was about Tlotlo Mokoena and the loan.",
            &["person Tlotlo Mokoena", "person Tlotlo", "person Mokoena"],
        );
        // Dates.
        check("Geboren am 12.03.1957, Aufnahme 3.4.24.", &["!date 12.03.1957", "!date 3.4.24"]);
        check("Admitted 2024-03-12 and again on 03/15/2024.", &["!date 2024-03-12", "!date 03/15/2024"]);
        check("am 12. März 2024 und am 3. April", &["!date 12. März 2024", "date 3. April"]);
        check("On March 12, 2024 and 5 May 2023.", &["!date March 12, 2024", "!date 5 May 2023"]);
        // Numbers.
        check("Call +49 30 901820 or (212) 555-0187.", &["!number +49 30 901820", "!number (212) 555-0187"]);
        check("Tel. 030/901820-44", &["!number 030/901820-44"]);
        check("IBAN DE89 3704 0044 0532 0130 00.", &["!number DE89 3704 0044 0532 0130 00"]);
        check("card 4111 1111 1111 1111 expired", &["!number 4111 1111 1111 1111"]);
        check("SSN 078-05-1120", &["!number 078-05-1120"]);
        check("MRN: 4711", &["!number 4711"]);
        check("Fallnummer F-2024/118, Patienten-Nr. 99812", &["!number F-2024/118", "!number 99812"]);
        check("case 88273645 is open", &["number 88273645"]);
        // Addresses.
        check("Mail anna.schmidt@klinik-nord.de!", &["!email anna.schmidt@klinik-nord.de"]);
        check("see https://example.org/u/anna?x=1.", &["!link https://example.org/u/anna?x=1"]);
        check("wohnt Lindenstraße 12a, 10969 Berlin", &["!place Lindenstraße 12a, 10969 Berlin"]);
        check("lives at 221 Baker Street", &["!place 221 Baker Street"]);
        check("She was born in Leeds and works.", &["!place Leeds"]);
    }

    #[test]
    fn what_only_looks_personal_is_left_alone() {
        let check = |text: &str| assert_eq!(found("text", text), Vec::<String>::new(), "{text}");
        check("Take 20 mg twice daily for 10 days.");
        check("The invoice of 1250.00 EUR is due; 100000 Euro are missing.");
        check("Blood pressure 120/80, pulse 72, 3.5 mmol/l.");
        check("Nothing helps. Nobody knows. Everything hurts.");
        check("My new Samsung Galaxy S21 and the Windows Server broke.");
        check("We moved to New York on Monday in April.");
        check("Akute Appendizitis mit Verdacht auf Perforation, die Behandlung wurde begonnen.");
        check("Der Patient klagt über Schmerzen im rechten Bein und ist unruhig.");
        check("The patient has MS and takes Vitamin D.");
        check("Version 1.2.3 of chapter 4, section 12.3.");
        check("Room 101, 15:30, 50 % of 2,500 people");
        check("It may rain; I will mark the rose.");
        check("");
    }

    #[test]
    fn a_words_lower_case_elsewhere_tells_that_its_capital_is_none_of_a_name() {
        let rows: Vec<Fields> = ["I asked about Blue Widget once.", "a blue widget"]
            .map(|text| Fields::from_iter([("text".to_owned(), json!(text))]))
            .into();
        assert!(find(&rows).is_empty());
    }

    #[test]
    fn the_name_of_a_column_tells_what_its_cells_are() {
        let check =
            |field: &str, text: &str, expected: &[&str]| assert_eq!(found(field, text), expected, "{field}");
        check("surname", "Okonkwo", &["!person Okonkwo"]);
        check("patient_name", "zanele dlamini", &["!person zanele dlamini"]);
        check("Geburtsdatum", "Juli 1957", &["!date Juli 1957"]);
        check("phone", "1234", &["!number 1234"]);
        check("city", "Bad Orb", &["!place Bad Orb"]);
        check("product_name", "Blue widget", &[]);
        check("patient_note", "The patient is well.", &[]);
        check("surname", "", &[]);
    }
}
