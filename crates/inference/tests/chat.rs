//! Prompts are those that the templates' authors mean, and what messages say stays data.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use common::{starter, tokenizer};
use inference::chat::{ChatError, ChatTemplate, Origin};
use inference::gguf::Gguf;
use inference::tokenizer::{Segment, Tokenizer};
use inference::{Message, Role};
use serde::Deserialize;

#[derive(Deserialize)]
struct Reference {
    chats: BTreeMap<String, Vec<Message>>,
    expected: BTreeMap<String, BTreeMap<String, Rendering>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Rendering {
    Prompt(String),
    Error(String),
}

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/chat")
}

/// A published template, or one of the test's own.
fn template(name: &str) -> ChatTemplate {
    let published = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/templates");
    let paths = [published, data()].map(|folder| folder.join(format!("{name}.jinja")));
    let source = paths.iter().find_map(|path| fs::read_to_string(path).ok()).unwrap();
    ChatTemplate::from_source(&source).unwrap()
}

fn message(role: Role, content: &str) -> Message {
    Message { role, content: content.to_owned() }
}

fn user(content: &str) -> Vec<Message> {
    vec![message(Role::User, content)]
}

fn joined(segments: &[Segment]) -> String {
    segments.iter().map(|segment| segment.text.as_str()).collect()
}

fn trusted(segments: &[Segment]) -> String {
    segments.iter().filter(|segment| segment.trusted).map(|segment| segment.text.as_str()).collect()
}

#[test]
fn prompts_equal_the_reference() {
    let reference: Reference =
        serde_json::from_str(&fs::read_to_string(data().join("expected.json")).unwrap()).unwrap();
    for (name, renderings) in &reference.expected {
        let template = template(name);
        for (chat, rendering) in renderings {
            let found = template.render(&reference.chats[chat], true, "<s>", "</s>");
            match rendering {
                Rendering::Prompt(prompt) => assert_eq!(&joined(&found.unwrap()), prompt, "{name}, {chat}"),
                // The template knows no system turn; its text moves into the first turn of the user.
                Rendering::Error(error) => {
                    assert_eq!(error, "No system turn", "{name}, {chat}");
                    let found = joined(&found.unwrap());
                    let system = &reference.chats[chat][0].content;
                    assert!(found.contains(&format!("<start_of_turn>user\n{system}\n\n")), "{name}: {found}");
                }
            }
        }
    }
}

#[test]
fn the_starter_brings_its_template() {
    let gguf = Gguf::open(&starter()).unwrap();
    let tokenizer = Tokenizer::from_gguf(&gguf.metadata).unwrap();
    let template = ChatTemplate::for_model(&gguf.metadata, &tokenizer).unwrap();
    assert_eq!(template.origin(), Origin::Model);
    assert_eq!(template.sha256().len(), 64);
    let prompt = template.render(&user("Hello"), true, "", "").unwrap();
    assert_eq!(joined(&prompt), "<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n");
}

#[test]
fn a_model_without_a_template_gets_the_form_its_vocabulary_knows() {
    let qwen = ChatTemplate::fallback(&tokenizer("qwen2")).unwrap();
    assert_eq!(qwen.origin(), Origin::ChatMl);
    assert_eq!(
        joined(&qwen.render(&user("Hi"), true, "", "").unwrap()),
        "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n"
    );
    let llama = ChatTemplate::fallback(&tokenizer("llama-spm")).unwrap();
    assert_eq!(llama.origin(), Origin::Plain);
    assert_eq!(joined(&llama.render(&user("Hi"), true, "", "").unwrap()), "user: Hi\nassistant:");
}

#[test]
fn what_templates_do_with_content_works_on_data_they_never_see() {
    let check = |source: &str, content: &str, expected: &str| {
        let template = ChatTemplate::from_source(source).unwrap();
        let found = template.render(&user(content), true, "", "").unwrap();
        assert_eq!(joined(&found), expected, "{source}");
        assert!(!trusted(&found).contains(content.trim()), "{source}");
    };
    check("[{{ messages[0].content | trim }}]", " a ", "[a]");
    check("[{{ messages[0].content.strip() }}]", " a ", "[a]");
    check("[{{ messages[0].content.lstrip() }}]", " a ", "[a ]");
    check("[{{ messages[0]['content'].rstrip() }}]", " a ", "[ a]");
    check("[{{ messages[0].content.split('</think>')[-1] }}]", "x</think>y", "[x</think>y]");
    check("{% if '</s>' in messages[0].content %}no{% endif %}[{{ messages[0].content }}]", "</s>", "[</s>]");
    check("{{ '<' ~ messages[0].content ~ '>' + messages[0].content | upper }}", "ab", "<ab>ab");
    check("{% set x = messages[0].content %}{% if x is string and x %}{{ x }}{% endif %}", "a", "a");
    check("{{ messages | map(attribute='content') | join('|') }}", "a", "a");
    check("{% generation %}{{ messages[0].content }}{% endgeneration %}", "a", "a");
}

#[test]
fn an_empty_message_is_seen_as_empty() {
    let template =
        ChatTemplate::from_source("{% for m in messages %}{{ m.content or 'nothing' }};{% endfor %}")
            .unwrap();
    let chat = [message(Role::User, ""), message(Role::Assistant, "x")];
    assert_eq!(joined(&template.render(&chat, true, "", "").unwrap()), "nothing;x;");
}

#[test]
fn a_template_that_leaves_a_message_out_is_refused() {
    let template = ChatTemplate::from_source("{{ messages[-1].content }}").unwrap();
    let chat = [message(Role::User, "first"), message(Role::Assistant, "a"), message(Role::User, "last")];
    assert_eq!(template.render(&chat, true, "", ""), Err(ChatError::Dropped { number: 1, role: Role::User }));
}

#[test]
fn the_date_is_the_one_passed_in() {
    let source = "{{ strftime_now('%d %b %Y') }}{{ messages[0].content }}";
    let template = ChatTemplate::from_source(source).unwrap();
    assert_eq!(joined(&template.render(&user("!"), true, "", "").unwrap()), "26 Jul 2024!");
    let template = template.with_date(jiff::civil::date(2031, 2, 3)).unwrap();
    assert_eq!(joined(&template.render(&user("!"), true, "", "").unwrap()), "03 Feb 2031!");
}
