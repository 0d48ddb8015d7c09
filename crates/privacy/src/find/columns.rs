//! Cells whose column says what they are.

use crate::Kind;

/// Words of a column's name, each with what its cells are. The whole name must be made of such words and of words that
/// say whose it is.
const MEANINGS: [(Kind, &[&str]); 5] = [
    (
        Kind::Person,
        &[
            "firstname",
            "forename",
            "fullname",
            "givenname",
            "lastname",
            "nachname",
            "name",
            "namen",
            "surname",
            "vorname",
            "nom",
            "prenom",
            "apellido",
            "apellidos",
            "nombre",
        ],
    ),
    (Kind::Email, &["email", "mail", "emailaddress"]),
    (
        Kind::Number,
        &[
            "phone",
            "telephone",
            "telefon",
            "telefonnummer",
            "tel",
            "mobile",
            "handy",
            "fax",
            "iban",
            "ssn",
            "mrn",
            "passport",
            "versichertennummer",
            "kontonummer",
        ],
    ),
    (Kind::Date, &["birthday", "birthdate", "dob", "dateofbirth", "geburtsdatum", "geburtstag"]),
    (
        Kind::Place,
        &[
            "address",
            "adresse",
            "anschrift",
            "city",
            "ort",
            "plz",
            "postcode",
            "street",
            "strasse",
            "straße",
            "wohnort",
            "zip",
            "zipcode",
            "birthplace",
            "geburtsort",
        ],
    ),
];

/// Words that say whose value it is, or which of several.
const OWNERS: &[&str] = &[
    "author", "client", "contact", "customer", "doctor", "employee", "family", "first", "full", "given",
    "home", "kunde", "last", "middle", "number", "of", "patient", "person", "private", "reviewer", "student",
    "user", "work",
];

/// Longest cell, in words, that is taken as one value.
const MOST_WORDS: usize = 8;

/// What a whole cell is, by the name of its column.
pub(super) fn kind_of_cell(field: &str, text: &str) -> Option<(Kind, bool)> {
    let words: Vec<String> = field
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let of = |word: &String| {
        MEANINGS.iter().find(|(_, names)| names.contains(&word.as_str())).map(|(kind, _)| *kind)
    };
    let kind = words.iter().rev().find_map(of)?;
    let all = words.iter().all(|word| of(word).is_some() || OWNERS.contains(&word.as_str()));
    // A bare 'name' may be a product's.
    let sure = words != ["name"] && words != ["nom"] && words != ["nombre"];
    let length = text.split_whitespace().count();
    (all && (1..=MOST_WORDS).contains(&length)).then_some((kind, sure))
}
