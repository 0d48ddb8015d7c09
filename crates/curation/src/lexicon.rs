//! Phrases that are looked for in texts, and the lists that come with the program.

use std::collections::HashMap;

/// Insults, threats and abuse.
const TOXICITY: &str = include_str!("lexicon/toxicity.en.txt");
/// Generalisations about groups of people.
const STEREOTYPES: &str = include_str!("lexicon/stereotypes.en.txt");

/// The listed phrases of insult, threat and abuse.
pub(crate) fn toxicity() -> Vec<String> {
    lines(TOXICITY).map(str::to_owned).collect()
}

/// The listed generalisations, each about every listed group.
pub(crate) fn stereotypes() -> Vec<String> {
    let (mut groups, mut phrases, mut in_phrases) = (Vec::new(), Vec::new(), false);
    for line in lines(STEREOTYPES) {
        match line {
            "[groups]" => in_phrases = false,
            "[phrases]" => in_phrases = true,
            _ if in_phrases => phrases.push(line),
            _ => groups.push(line),
        }
    }
    let about = |phrase: &&str| match phrase.contains('*') {
        true => groups.iter().map(|group| phrase.replace('*', group)).collect(),
        false => vec![(*phrase).to_owned()],
    };
    phrases.iter().flat_map(about).collect()
}

fn lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Phrases by their first words, so that a text is gone through once however many there are.
#[derive(Debug)]
pub(crate) struct Phrases {
    phrases: Vec<Vec<String>>,
    beginning: HashMap<String, Vec<usize>>,
}

/// The words of a text. Apostrophes come in two shapes and are left out.
fn spoken(text: &str) -> Vec<String> {
    measures::words(&text.replace(['\'', '’'], ""))
}

impl Phrases {
    /// Phrases are found as whole words in any case; those without words never are, and one that comes twice counts once.
    pub(crate) fn new<'p>(phrases: impl IntoIterator<Item = &'p str>) -> Self {
        let mut found = Self { phrases: Vec::new(), beginning: HashMap::new() };
        for words in phrases.into_iter().map(spoken) {
            let Some(first) = words.first() else { continue };
            let known = found.beginning.entry(first.clone()).or_default();
            if known.iter().all(|phrase| found.phrases[*phrase] != words) {
                known.push(found.phrases.len());
                found.phrases.push(words);
            }
        }
        found
    }

    /// How many of the phrases a text holds, each as often as it does, and of those that it holds the one that was listed first.
    pub(crate) fn count(&self, text: &str) -> (usize, Option<String>) {
        let words = spoken(text);
        let mut found: Vec<usize> = Vec::new();
        for (place, word) in words.iter().enumerate() {
            let known = self.beginning.get(word).into_iter().flatten();
            found.extend(known.filter(|phrase| words[place..].starts_with(&self.phrases[**phrase])));
        }
        (found.len(), found.iter().min().map(|first| self.phrases[*first].join(" ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_as_whole_words() {
        let phrases = Phrases::new(["real men", "men", "REAL  men", "", "don't", "a a"]);
        let check = |text: &str, count: usize, first: Option<&str>| {
            assert_eq!(phrases.count(text), (count, first.map(str::to_owned)), "{text}");
        };
        check("Men! Real men.", 3, Some("real men"));
        check("Menu of women", 0, None);
        check("They don’t, don't they", 2, Some("dont"));
        check("a a a", 2, Some("a a"));
        check("", 0, None);
    }

    #[test]
    fn lists_hold_what_they_say() {
        let (toxicity, stereotypes) = (toxicity(), stereotypes());
        for list in [&toxicity, &stereotypes] {
            assert!(
                list.iter().all(|phrase| !spoken(phrase).is_empty() && !phrase.contains(['*', '[', '#']))
            );
        }
        let found =
            |list: &[String], text: &str| Phrases::new(list.iter().map(String::as_str)).count(text).0 > 0;
        let check =
            |list: &[String], text: &str, expected: bool| assert_eq!(found(list, text), expected, "{text}");
        check(&toxicity, "Shut up, you IDIOT!", true);
        check(&toxicity, "I'll kill you for this", true);
        check(&toxicity, "The plot is stupid and the cast kills it.", false);
        check(&stereotypes, "We all know that women can't drive.", true);
        check(&stereotypes, "Immigrants are all alike to him", true);
        check(&stereotypes, "Not bad for a girl!", true);
        check(&stereotypes, "Two women are walking to the harbour.", false);
    }
}
