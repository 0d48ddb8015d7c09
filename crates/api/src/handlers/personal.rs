//! Personal data of the sources: proposals, and what a person decides on them.

use std::cmp::Reverse;

use ::project::{PersonalData, PersonalValue as Stored};
use indexmap::IndexMap;
use privacy::{Entry, Kind, Occurrences};

use crate::app::App;
use crate::error::{Result, WireError};
use crate::personal;
use crate::project::sentence;
use crate::sources::{self, SourceReader};
use crate::types::{
    PersonalDecision, PersonalDecisions, PersonalProposal, PersonalRequest, PersonalScan, PersonalValue,
};

impl App {
    pub fn personal_scan(&self, request: PersonalRequest) -> Result<PersonalScan> {
        let source = sources::find(&request.recipe, &request.source)?;
        let (decided, reader) = {
            let project = self.project()?;
            let reader = project.read();
            (reader.personal_data()?, SourceReader::new(&reader)?)
        };
        let rows = reader.original(source)?.table.rows;
        let mut known: IndexMap<String, Known> = IndexMap::new();
        for entry in personal::entries(&decided) {
            let kind = entry.kind;
            known.insert(entry.value.clone(), Known { kind, sure: true, added: false, entry: Some(entry) });
        }
        for added in request.added {
            let value = checked(&added.value)?;
            let new = Known { kind: added.kind, sure: true, added: true, entry: None };
            known.entry(value).or_insert(new).added = true;
        }
        for found in privacy::find(&rows) {
            let new = Known { kind: found.kind, sure: found.sure, added: false, entry: None };
            known.entry(found.value).or_insert(new);
        }
        let values: Vec<(&str, Kind)> =
            known.iter().map(|(value, known)| (value.as_str(), known.kind)).collect();
        let places = privacy::occurrences(&rows, &values)
            .map_err(|error| WireError::input(sentence(&error.to_string())))?;
        // What was just added is looked for first, then what is sure.
        let mut known: Vec<((String, Known), Occurrences)> = known.into_iter().zip(places).collect();
        known.sort_by_key(|((_, one), places)| (!one.added, !one.sure, one.kind, Reverse(places.count)));
        let values = known
            .into_iter()
            .filter(|((_, known), places)| places.count > 0 || known.added)
            .map(|((value, known), places)| PersonalProposal {
                value,
                kind: known.kind,
                sure: known.sure,
                count: places.count,
                field: places.field,
                before: places.before,
                after: places.after,
                surrogate: known.entry.as_ref().map(|entry| entry.surrogate.clone()),
                replaced: known.entry.as_ref().map(|entry| entry.replaced),
            })
            .collect();
        Ok(PersonalScan { values, rows: rows.len() })
    }

    pub fn personal_decide(&self, request: PersonalDecisions) -> Result<Vec<PersonalValue>> {
        let project = self.project()?;
        let mut writer = project.write()?;
        let mut known: IndexMap<String, Entry> =
            personal::entries(&writer.personal_data()?).map(|entry| (entry.value.clone(), entry)).collect();
        let mut decided = Vec::new();
        for PersonalDecision { value, kind, replace } in request.decisions {
            let value = checked(&value)?;
            let surrogate = match known.get(&value) {
                Some(entry) if entry.replaced == replace => continue,
                Some(entry) => entry.surrogate.clone(),
                None => privacy::next_surrogate(kind, known.values().map(|entry| entry.surrogate.as_str())),
            };
            let entry = Entry { value: value.clone(), kind, surrogate, replaced: replace };
            decided.push(Stored {
                value: entry.value.clone(),
                kind: personal::name_of(kind),
                surrogate: entry.surrogate.clone(),
                replaced: replace,
            });
            known.insert(value, entry);
        }
        writer.decide_personal(&decided, &self.reviewer(), self.now())?;
        Ok(listed(&writer.personal_data()?))
    }

    pub fn personal_list(&self, (): ()) -> Result<Vec<PersonalValue>> {
        Ok(listed(&self.project()?.read().personal_data()?))
    }
}

/// What is known of a value before it is looked for.
struct Known {
    kind: Kind,
    sure: bool,
    added: bool,
    entry: Option<Entry>,
}

fn checked(text: &str) -> Result<String> {
    privacy::check_value(text).map_err(|error| WireError::input(sentence(&error.to_string())))
}

fn listed(data: &PersonalData) -> Vec<PersonalValue> {
    personal::entries(data)
        .map(|Entry { value, kind, surrogate, replaced }| PersonalValue { value, kind, surrogate, replaced })
        .collect()
}
