//! Any text as a chat template, and any text as what is said.
#![no_main]

use inference::chat::ChatTemplate;
use inference::{Message, Role};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, &str)| {
    let (template, said) = input;
    if let Ok(template) = ChatTemplate::from_source(template) {
        let message = |role, content: &str| Message { role, content: content.to_owned() };
        let turns = [
            message(Role::System, "Be brief."),
            message(Role::User, said),
            message(Role::Assistant, "Yes."),
            message(Role::User, said),
        ];
        for turns in [&turns[..], &turns[1..2]] {
            drop(template.render(turns, true, "<s>", "</s>"));
        }
    }
});
