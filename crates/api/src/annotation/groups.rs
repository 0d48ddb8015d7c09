//! Groups of rows that are near each other in meaning, which a model names.

use ::project::AttemptId;
use evaluation::Chart;
use evaluation::semantic::{self, Group};
use sha2::{Digest as _, Sha256};

use super::{Asking, Form, Given, Item};
use crate::evaluation::AskedRows;
use crate::types::Question;

/// Rows of a group that a model reads: those nearest to its centre.
const ROWS: usize = 10;
/// Words of each that it reads.
const WORDS: usize = 60;
/// Words of a name, fewest and most.
const NAME: [u32; 2] = [1, 8];

/// The groups as a model is asked about them, each under its row nearest to the centre. What it says holds as long as the
/// same rows are a group.
pub fn items(rows: AskedRows<'_>) -> Vec<Item> {
    rows.groups.iter().filter_map(|group| item(rows, group)).collect()
}

fn item(rows: AskedRows<'_>, group: &Group) -> Option<Item> {
    let ids: Option<Vec<AttemptId>> = group.rows.iter().map(|at| rows.ids.get(*at).copied()).collect();
    let ids = ids?;
    let id = *ids.first()?;
    let shown = group.rows.iter().take(ROWS).map(|at| {
        let text = &rows.rows.rows()[*at].text;
        let words: Vec<&str> = text.split_whitespace().take(WORDS).collect();
        format!("- {}", words.join(" "))
    });
    let text = format!("Words: {}\n{}", group.words, shown.collect::<Vec<_>>().join("\n"));
    let mut members: Vec<(u64, u32)> = ids.iter().map(|id| (id.draw, id.attempt)).collect();
    members.sort_unstable();
    let mut digest = Sha256::new().chain_update(&text);
    for (draw, attempt) in members {
        digest.update(draw.to_le_bytes());
        digest.update(attempt.to_le_bytes());
    }
    let basis = hex::encode(digest.finalize());
    let given = Given::alone(text);
    Some(Item { id, given, choices: [].into(), basis, sampled: true })
}

/// How a model is asked for a name.
pub fn asking(seed: u64) -> Asking {
    Asking {
        codebook: String::new(),
        goal: "These texts form a group. Name in two to five words what they have in common that other texts lack."
            .to_owned(),
        form: Form::Text { words: Some(NAME), temperature: 0.0, seed },
        subject: String::new(),
        heading: "Name".to_owned(),
    }
}

/// Writes the names that hold into charts of groups, in front of their words.
pub fn name_groups(rows: AskedRows<'_>, charts: &mut [Chart]) {
    let Some(asked) = rows.asked.iter().find(|asked| asked.question == Question::Groups) else { return };
    let name = |group: &Group| {
        let item = item(rows, group)?;
        named(&asked.answer(item.id, &item.basis, 0)?.said)
    };
    let names: Vec<Option<String>> = rows.groups.iter().map(name).collect();
    semantic::name_groups(charts, &names, &asked.model);
}

/// The name in what a model said: its first sentence, without marks around it. `None` where that is none.
fn named(said: &str) -> Option<String> {
    let line = said.lines().map(str::trim).find(|line| !line.is_empty())?;
    let sentence = line.split(". ").next().unwrap_or(line);
    let name = sentence.trim_matches(|c: char| c.is_whitespace() || "\"'.*#-“”‘’".contains(c));
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_off_what_was_said() {
        let check =
            |said: &str, expected: Option<&str>| assert_eq!(named(said).as_deref(), expected, "{said}");
        check("Late deliveries", Some("Late deliveries"));
        check("\n \"Late deliveries.\"\nThey all say so.", Some("Late deliveries"));
        check("**Children's books**", Some("Children's books"));
        check(" ", None);
        check("...", None);
        check("Late deliveries. The parcels", Some("Late deliveries"));
    }
}
