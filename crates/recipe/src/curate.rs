//! Steps of curation that a recipe carries along. What each kind means is the business of those who make them; here they
//! are kept, shown and compared.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

/// One step of the curation of a run's rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Curate {
    /// What it does, such as `near-duplicate`.
    pub kind: String,
    /// Its settings, by name.
    #[serde(flatten)]
    #[schemars(skip)]
    #[ts(skip)]
    pub settings: Map<String, Value>,
}
