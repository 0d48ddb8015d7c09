//! Kinds of personal data.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a value tells about somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(rename = "PersonalKind")]
pub enum Kind {
    /// Name of a person, or a part of it.
    Person,
    /// Day, such as of birth or admission.
    Date,
    /// Number that belongs to somebody: phone, account, card, record, insurance.
    Number,
    /// E-mail address.
    Email,
    /// Address of a web page.
    Url,
    /// Postal address, or a part of it.
    Place,
    /// What a person named by hand, such as an employer.
    Other,
}

impl Kind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 7] =
        [Self::Person, Self::Date, Self::Number, Self::Email, Self::Url, Self::Place, Self::Other];

    /// The word in a surrogate. Part of the format of project files: never changed.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::Person => "PERSON",
            Self::Date => "DATE",
            Self::Number => "NUMBER",
            Self::Email => "EMAIL",
            Self::Url => "LINK",
            Self::Place => "PLACE",
            Self::Other => "OTHER",
        }
    }
}
