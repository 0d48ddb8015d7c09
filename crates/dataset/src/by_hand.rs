//! What people did to rows: seed and recipe alone do not give it again.

/// What people did to one row, as far as it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByHand {
    /// It comes from a try that a person asked for beside the run's own.
    pub retried: bool,
    /// A person took it into the dataset against the checks.
    pub accepted: bool,
    /// A person changed a field.
    pub edited: bool,
}

impl ByHand {
    /// In words, such as `retried, edited`; `None` for a row as the run made it.
    #[must_use]
    pub fn words(self) -> Option<String> {
        let all = [(self.retried, "retried"), (self.accepted, "accepted"), (self.edited, "edited")];
        let words: Vec<&str> = all.into_iter().filter(|(done, _)| *done).map(|(_, word)| word).collect();
        (!words.is_empty()).then(|| words.join(", "))
    }
}

/// How many rows of a dataset people did something to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HandWork {
    /// Rows from a try that a person asked for.
    pub retried: u64,
    /// Rows taken in against the checks.
    pub accepted: u64,
    /// Rows with a changed field.
    pub edited: u64,
    /// Rows of the run that were taken out.
    pub removed: u64,
}

impl HandWork {
    /// Counts the rows of a dataset; `removed` others were taken out of it.
    pub fn count(rows: impl IntoIterator<Item = ByHand>, removed: u64) -> Self {
        rows.into_iter().fold(Self { removed, ..Self::default() }, |sum, row| Self {
            retried: sum.retried + u64::from(row.retried),
            accepted: sum.accepted + u64::from(row.accepted),
            edited: sum.edited + u64::from(row.edited),
            ..sum
        })
    }

    /// In words, such as `2 edited, 1 taken out`; `None` where nothing was done.
    #[must_use]
    pub fn words(self) -> Option<String> {
        let all = [
            (self.retried, "made by another try"),
            (self.accepted, "accepted against a check"),
            (self.edited, "edited"),
            (self.removed, "taken out"),
        ];
        let words: Vec<String> = all
            .into_iter()
            .filter(|(rows, _)| *rows > 0)
            .map(|(rows, what)| format!("{rows} {what}"))
            .collect();
        (!words.is_empty()).then(|| words.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hand_work_is_told_in_words_and_only_where_there_is_some() {
        let row = |retried, accepted, edited| ByHand { retried, accepted, edited };
        for (rows, removed, each, all) in [
            (vec![], 0, vec![], None),
            (vec![row(false, false, false)], 0, vec![None], None),
            (vec![row(false, false, false)], 2, vec![None], Some("2 taken out")),
            (
                vec![row(true, false, true), row(false, true, false), row(false, false, true)],
                0,
                vec![Some("retried, edited"), Some("accepted"), Some("edited")],
                Some("1 made by another try, 1 accepted against a check, 2 edited"),
            ),
        ] {
            let words: Vec<Option<String>> = rows.iter().map(|row| row.words()).collect();
            assert_eq!(words.iter().map(Option::as_deref).collect::<Vec<_>>(), each, "{rows:?}");
            assert_eq!(HandWork::count(rows, removed).words().as_deref(), all);
        }
    }
}
