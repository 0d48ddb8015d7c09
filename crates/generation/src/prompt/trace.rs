//! Templates rewritten so that every value they show says where it comes from.
//!
//! `{{ expression }}` becomes `{{ __piece(n, expression) }}`: rendering writes a mark and records the value. Values
//! stay plain texts, numbers and lists, so comparisons and filters work on them as written. `{{ label.verbalizer }}`
//! becomes `{{ __parts.label.verbalizer }}`, as a plain text has no fields.

use recipe::{ITEM, Output, Recipe, Scope, Value, agreement_of, confidence_of};

use super::scan::{Part, Token, keyword, scan, tokens};
use super::{Origin, PromptError};

/// A template ready to be compiled.
pub(super) struct Traced {
    pub source: String,
    /// The expressions whose values it shows, in the order of their numbers.
    pub shown: Vec<Shown>,
    /// A character that the template does not contain.
    pub mark: char,
}

/// An expression whose value a template shows.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub origin: Origin,
    pub name: Option<String>,
    pub expression: String,
}

/// Names of the hidden values that rewritten templates read.
pub(super) const PIECE: &str = "__piece";
pub(super) const PARTS: &str = "__parts";

/// Rewrites the prompt of a step, or another template of the recipe.
///
/// # Errors
/// A name that begins with two underscores, or a tag other than `if` and `for`.
pub(super) fn trace(recipe: &Recipe, place: &str, source: &str) -> Result<Traced, PromptError> {
    let mut tracer = Tracer { recipe, place, scopes: Vec::new(), shown: Vec::new() };
    let mut rewritten = String::with_capacity(source.len() * 2);
    for part in scan(source) {
        match part {
            Part::Text(text) => rewritten.push_str(text),
            Part::Emit(code) => tracer.emit(code, &mut rewritten)?,
            Part::Tag(code) => tracer.tag(code, &mut rewritten)?,
        }
    }
    // 6,400 private-use characters cannot all occur in a template of bounded size, but were it so, the first would do
    // no harm beyond a wrong tint.
    let mark = ('\u{e000}'..='\u{f8ff}').find(|mark| !source.contains(*mark)).unwrap_or('\u{e000}');
    Ok(Traced { source: rewritten, shown: tracer.shown, mark })
}

/// Rewrites an expression, such as a test, so that it reads the fields of labels, bands and leaves as prompts do.
///
/// # Errors
/// A name that begins with two underscores.
pub(crate) fn expression(recipe: &Recipe, place: &str, source: &str) -> Result<String, PromptError> {
    let tracer = Tracer { recipe, place, scopes: Vec::new(), shown: Vec::new() };
    Ok(tracer.expression(&tokens(source))?.0)
}

type Meaning = (Origin, Option<String>);

struct Tracer<'r> {
    recipe: &'r Recipe,
    place: &'r str,
    /// What the names of the loops around the current place stand for.
    scopes: Vec<Vec<(String, Meaning)>>,
    shown: Vec<Shown>,
}

impl Tracer<'_> {
    fn emit(&mut self, code: &str, into: &mut String) -> Result<(), PromptError> {
        let signs: &[char] = &['-', '+'];
        let inner = code.strip_prefix(signs).unwrap_or(code);
        let lead = &code[..code.len() - inner.len()];
        let core = inner.strip_suffix(signs).unwrap_or(inner);
        let tail = &inner[core.len()..];
        let (rewritten, meaning) = self.expression(&tokens(core))?;
        let (origin, name) = meaning.unwrap_or((Origin::Task, None));
        let number = self.shown.len();
        self.shown.push(Shown { origin, name, expression: core.trim().into() });
        into.push_str(&format!("{{{{{lead} {PIECE}({number}, {rewritten}) {tail}}}}}"));
        Ok(())
    }

    fn tag(&mut self, code: &str, into: &mut String) -> Result<(), PromptError> {
        let tokens = tokens(code);
        let rewritten = match keyword(code) {
            "for" => {
                let end = tokens.iter().position(|token| *token == Token::Word("in")).unwrap_or(tokens.len());
                let (head, rest) = tokens.split_at(end);
                let (rest, meaning) = self.expression(rest)?;
                let meaning = meaning.unwrap_or((Origin::Task, None));
                let names = head.iter().filter_map(|token| match token {
                    Token::Word(name) if *name != "for" => Some(((*name).to_string(), meaning.clone())),
                    _ => None,
                });
                self.scopes.push(names.chain([("loop".to_string(), (Origin::Task, None))]).collect());
                head.iter().map(|token| token.source()).collect::<String>() + &rest
            }
            "endfor" => {
                self.scopes.pop();
                code.to_string()
            }
            "if" | "elif" | "else" | "endif" => self.expression(&tokens)?.0,
            other => {
                return Err(PromptError::Tag { place: self.place.into(), tag: other.into() });
            }
        };
        into.push_str(&format!("{{%{rewritten}%}}"));
        Ok(())
    }

    /// The expression with hidden names in place, and what it is about: the first of its names that is not the task.
    fn expression(&self, tokens: &[Token<'_>]) -> Result<(String, Option<Meaning>), PromptError> {
        let mut rewritten = String::new();
        let mut found: Option<Meaning> = None;
        for (at, token) in tokens.iter().enumerate() {
            if let Token::Word(name) = token
                && is_name(tokens, at)
            {
                if name.starts_with("__") {
                    return Err(PromptError::Reserved { place: self.place.into(), name: (*name).into() });
                }
                let field = field_after(tokens, at);
                if let Some(meaning) = self.meaning(name, field) {
                    if found.as_ref().is_none_or(|(origin, _)| *origin == Origin::Task) {
                        found = Some(meaning);
                    }
                    if field.is_some() && self.has_parts(name) {
                        rewritten.push_str(PARTS);
                        rewritten.push('.');
                    }
                }
            }
            rewritten.push_str(token.source());
        }
        Ok((rewritten, found))
    }

    fn local(&self, name: &str) -> Option<&Meaning> {
        let names = self.scopes.iter().rev().flatten();
        names.into_iter().find(|(local, _)| local == name).map(|(_, meaning)| meaning)
    }

    fn meaning(&self, name: &str, field: Option<&str>) -> Option<Meaning> {
        if let Some(meaning) = self.local(name) {
            return Some(meaning.clone());
        }
        let own = || Some(name.to_string());
        let recipe = self.recipe;
        match name {
            ITEM => return Some((Origin::Step, own())),
            "task" => return Some((Origin::Task, field.map(Into::into))),
            "input" => return Some((Origin::Input, field.map(Into::into))),
            _ => {}
        }
        if recipe.conditions.iter().any(|condition| condition.name == name) {
            Some((Origin::Condition, own()))
        } else if recipe.demonstrations.iter().any(|shots| shots.name == name) {
            Some((Origin::Demonstration, own()))
        } else if recipe
            .steps
            .iter()
            .flat_map(|step| step.output.keys())
            .any(|made| made == name || confidence_of(made) == name || agreement_of(made) == name)
        {
            Some((Origin::Step, own()))
        } else {
            None
        }
    }

    /// Whether the name stands for a text that has fields beside.
    fn has_parts(&self, name: &str) -> bool {
        self.local(name).is_none() && has_parts(self.recipe, name)
    }
}

/// Whether a condition or field is a text that has fields beside: labels, bands and tree leaves.
pub(super) fn has_parts(recipe: &Recipe, name: &str) -> bool {
    let condition = recipe.conditions.iter().find(|condition| condition.name == name);
    let banded = |values: &[recipe::Weighted]| values.iter().any(|item| matches!(item.value, Value::Band(_)));
    match condition.map(|condition| &condition.scope) {
        Some(Scope::Labels(_) | Scope::Tree(_)) => true,
        Some(Scope::Values(values)) => banded(values),
        Some(Scope::Depends(depends)) => depends.cases.values().any(|values| banded(values)),
        Some(Scope::Range(_) | Scope::Words(_) | Scope::Dates(_) | Scope::Rows(_) | Scope::Facts(_)) => false,
        None => recipe.steps.iter().any(|step| matches!(step.output.get(name), Some(Output::Label))),
    }
}

/// Whether the word is a name of its own: no keyword, number, field, filter, test or name of an argument.
fn is_name(tokens: &[Token<'_>], at: usize) -> bool {
    const KEYWORDS: &[&str] = &[
        "and",
        "or",
        "not",
        "in",
        "is",
        "if",
        "elif",
        "else",
        "endif",
        "for",
        "recursive",
        "true",
        "false",
        "none",
        "True",
        "False",
        "None",
    ];
    let Token::Word(word) = tokens[at] else { return false };
    if KEYWORDS.contains(&word) || word.starts_with(|letter: char| letter.is_ascii_digit()) {
        return false;
    }
    let solid = |token: &&Token<'_>| !matches!(token, Token::Space(_));
    let mut before = tokens[..at].iter().rev().filter(solid);
    let after: Vec<_> = tokens[at + 1..].iter().filter(solid).take(2).collect();
    let argument =
        matches!(after.first(), Some(Token::Sign("="))) && !matches!(after.get(1), Some(Token::Sign("=")));
    match before.next() {
        Some(Token::Sign("." | "|") | Token::Word("is")) => false,
        Some(Token::Word("not")) if matches!(before.next(), Some(Token::Word("is"))) => false,
        _ => !argument,
    }
}

/// The field that is read from the word, as in `word.field`.
fn field_after<'s>(tokens: &[Token<'s>], at: usize) -> Option<&'s str> {
    let mut after = tokens[at + 1..].iter().filter(|token| !matches!(token, Token::Space(_)));
    match (after.next(), after.next()) {
        (Some(Token::Sign(".")), Some(Token::Word(field))) => Some(field),
        _ => None,
    }
}
