//! What a recipe's text may look like: the keys of each table and what they hold. A test holds it against the types.

/// What a value may look like.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    Text,
    Flag,
    Number,
    /// A whole number from this one on.
    Whole(i64),
    /// One of these texts.
    Choice(&'static [&'static str]),
    List(&'static Shape),
    /// Two whole numbers, low and high.
    Band,
    /// Keys of the user's choice.
    Map(&'static Shape),
    Table(&'static [Key]),
    /// A table with a name and exactly one of the other keys.
    OneOf(&'static [Key]),
    /// A table whose other keys depend on the value of one.
    Tagged(&'static Tagged),
    /// A text, number, flag or band.
    Value,
    /// A value, or a table of value and weight.
    Weighted,
    /// A table with a text `kind` and other keys, none of them a date.
    Block,
}

/// One key of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) required: bool,
}

/// A table of several forms.
#[derive(Debug)]
pub(super) struct Tagged {
    /// The key that tells the form.
    pub(super) tag: &'static str,
    /// The form's name alone stands for the table without further keys.
    pub(super) bare: bool,
    pub(super) forms: &'static [(&'static str, &'static [Key])],
}

const fn must(name: &'static str, shape: Shape) -> Key {
    Key { name, shape, required: true }
}

const fn may(name: &'static str, shape: Shape) -> Key {
    Key { name, shape, required: false }
}

use Shape::{Band, Block, Choice, Flag, List, Map, Number, OneOf, Table, Text, Value, Weighted, Whole};

const TEXTS: Shape = List(&Text);
const COUNT: Shape = Whole(0);
const ANY_WHOLE: Shape = Whole(i64::MIN);

pub(super) static DOCUMENT: &[Key] = &[
    must("schema", COUNT),
    must("name", Text),
    may("method", Text),
    may("description", Text),
    must("task", Table(TASK)),
    may("sources", List(&Table(SOURCE))),
    may("conditions", List(&OneOf(CONDITION))),
    may("demonstrations", List(&Table(DEMONSTRATION))),
    must("steps", List(&Table(STEP))),
    may("schedule", Table(SCHEDULE)),
    may("checks", List(&CHECKS)),
    may("curate", List(&Block)),
];

static TASK: &[Key] = &[
    must("kind", Choice(KINDS)),
    may("mode", Choice(&["generate", "annotate", "rewrite"])),
    may("input", Text),
    may("role", Text),
    may("goal", Text),
    may("codebook", Text),
    may("labels", List(&Table(LABEL))),
    may("fields", TEXTS),
];

const KINDS: &[&str] = &[
    "generation",
    "classification",
    "qa",
    "ner",
    "relation",
    "nli",
    "dialogue",
    "instruction",
    "translation",
    "tabular",
];

static LABEL: &[Key] = &[must("name", Text), may("verbalizer", Text), may("definition", Text)];

static SOURCE: &[Key] = &[
    must("name", Text),
    must("file", Text),
    may("fields", Map(&Text)),
    may("private", Flag),
    may("chunks", Table(&[must("words", Whole(1)), may("overlap", COUNT)])),
];

static CONDITION: &[Key] = &[
    must("name", Text),
    may("values", List(&Weighted)),
    may("labels", Table(&[may("weights", Map(&Number))])),
    may("range", Table(&[must("low", Number), must("high", Number), may("step", Number)])),
    may("words", Table(&[must("count", COUNT), must("from", TEXTS)])),
    may("tree", List(&Table(&BRANCH))),
    may("dates", Table(&[must("from", Text), must("to", Text)])),
    may("rows", Table(&[must("source", Text)])),
    may("facts", Table(&[must("source", Text), must("count", Whole(1))])),
    may("depends", Table(&[must("on", Text), must("cases", Map(&List(&Weighted)))])),
];

static BRANCH: [Key; 3] = [must("name", Text), may("weight", Number), may("children", List(&Table(&BRANCH)))];

pub(super) const WEIGHTED: &[Key] = &[must("value", Value), may("weight", Number)];

static DEMONSTRATION: &[Key] = &[
    must("name", Text),
    must("source", Text),
    may("select", Choice(SELECTS)),
    must("count", COUNT),
    may("matching", Text),
    may("similarity", Choice(&["tf-idf", "embedding"])),
    may("query", Text),
    may("pinned", List(&COUNT)),
];

const SELECTS: &[&str] =
    &["random", "similar", "bm25", "diverse", "vote-k", "from-leaf", "least-shown", "informative", "hard"];

static STEP: &[Key] = &[
    must("id", Text),
    may("model", Text),
    may("demonstrations", TEXTS),
    may("prompt", Text),
    may("method", Choice(&["write", "score", "formula"])),
    may("when", Text),
    may("repeat", OneOf(REPEAT)),
    may("formulas", Map(&Text)),
    must("output", Map(&OUTPUTS)),
    may("json", Flag),
    may("sampling", Table(SAMPLING)),
];

static REPEAT: &[Key] = &[
    may("each", Text),
    may("vote", Table(&[must("samples", Whole(1)), must("on", Text), may("by", Text)])),
    may("until", Table(&[must("test", Text), must("most", Whole(1)), may("gather", Flag)])),
];

static OUTPUTS: Shape = Shape::Tagged(&OUTPUT);
static OUTPUT: Tagged = Tagged {
    tag: "type",
    bare: true,
    forms: &[
        ("string", &[may("words", Band), may("strict", Flag), may("pattern", Text)]),
        ("label", &[]),
        ("choice", &[must("of", TEXTS)]),
        ("integer", &[may("min", ANY_WHOLE), may("max", ANY_WHOLE)]),
        ("number", &[may("min", Number), may("max", Number)]),
        ("boolean", &[]),
        ("spans", &[must("of", Text), must("types", TEXTS)]),
        ("list", &[may("min", COUNT), may("max", COUNT)]),
    ],
};

static SAMPLING: &[Key] = &[
    may("temperature", Number),
    may("top_k", COUNT),
    may("top_p", Number),
    may("min_p", Number),
    may("repetition_penalty", Number),
    may("presence_penalty", Number),
    may("suppression", Number),
    may("self_debiasing", Number),
    may("stop", TEXTS),
    may("max_tokens", COUNT),
];

static SCHEDULE: &[Key] = &[
    may("strategy", Choice(&["grid", "random", "quota", "diverse"])),
    may("rows", COUNT),
    may("attempts", COUNT),
    may("round", COUNT),
    may("retries", COUNT),
    may("rules", TEXTS),
];

static CHECKS: Shape = Shape::Tagged(&CHECK);
static CHECK: Tagged = Tagged {
    tag: "kind",
    bare: false,
    forms: &[
        ("length", &[must("field", Text), may("words", Band), may("band", Text), may("tolerance", Number)]),
        ("required", &[must("field", Text), may("words", TEXTS), may("values_of", TEXTS)]),
        ("forbidden", &[must("field", Text), must("words", TEXTS)]),
        ("rouge-l", &[must("field", Text), must("max", Number)]),
        ("duplicate", &[must("field", Text)]),
        ("likely", &[must("field", Text), must("min", Number)]),
        ("holds", &[must("field", Text), must("test", Text)]),
    ],
};
