//! A strict reader of the HTML that reports are written in: tags balanced, attributes quoted, all else escaped.

/// Elements that a report may hold.
const ELEMENTS: [&str; 38] = [
    "html", "head", "meta", "title", "style", "body", "header", "main", "nav", "section", "div", "h1", "h2",
    "h3", "h4", "p", "span", "ul", "li", "dl", "dt", "dd", "a", "table", "caption", "thead", "tbody", "tr",
    "th", "td", "details", "summary", "svg", "desc", "text", "path", "rect", "line",
];

/// Attributes that a report may hold.
const ATTRIBUTES: [&str; 27] = [
    "lang",
    "charset",
    "http-equiv",
    "content",
    "name",
    "id",
    "class",
    "aria-label",
    "aria-labelledby",
    "aria-hidden",
    "role",
    "tabindex",
    "colspan",
    "data-figure",
    "href",
    "scope",
    "title",
    "viewBox",
    "x",
    "y",
    "width",
    "height",
    "d",
    "x1",
    "y1",
    "x2",
    "y2",
];

/// A start tag.
pub(super) struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, String)>,
}

impl Tag<'_> {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(attribute, _)| *attribute == name).map(|(_, value)| value.as_str())
    }
}

/// What a page holds.
pub(super) struct Page<'a> {
    tags: Vec<Tag<'a>>,
    /// All texts but the style sheet, as a reader sees them.
    pub(super) text: String,
    cells: Vec<Vec<String>>,
}

impl<'a> Page<'a> {
    /// Panics where a page is not well-formed.
    pub(super) fn of(html: &'a str) -> Self {
        let mut page = Self { tags: Vec::new(), text: String::new(), cells: Vec::new() };
        let mut open: Vec<&str> = Vec::new();
        let mut rest = html.strip_prefix("<!DOCTYPE html>\n").expect("a document type");
        while let Some((text, after)) = rest.split_once('<') {
            page.say(&open, &plain(text));
            let (tag, after) = after.split_once('>').expect("an end of the tag");
            rest = after;
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(name), "balanced");
                continue;
            }
            let tag = read(tag);
            match tag.name {
                "meta" => {}
                "style" => rest = rest.split_once("</style>").expect("an end of the sheet").1,
                name => open.push(name),
            }
            match tag.name {
                "tr" => page.cells.push(Vec::new()),
                "th" | "td" => page.cells.last_mut().expect("a row").push(String::new()),
                _ => {}
            }
            page.tags.push(tag);
        }
        assert!(open.is_empty() && rest.trim().is_empty(), "{open:?} {rest:?}");
        page
    }

    fn say(&mut self, open: &[&str], text: &str) {
        self.text += text;
        if open.iter().any(|name| matches!(*name, "th" | "td")) {
            self.cells.last_mut().and_then(|row| row.last_mut()).expect("a cell").push_str(text);
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Tag<'a>> {
        self.tags.iter()
    }

    pub(super) fn tags(&self, name: &str) -> impl Iterator<Item = &Tag<'a>> {
        self.tags.iter().filter(move |tag| tag.name == name)
    }

    /// Levels of the headings, in order.
    pub(super) fn headings(&self) -> impl Iterator<Item = u8> {
        self.tags.iter().filter_map(|tag| tag.name.strip_prefix('h')?.parse().ok())
    }

    /// Texts of the cells of all tables, by row.
    pub(super) fn rows(&self) -> Vec<Vec<String>> {
        self.cells.clone()
    }

    pub(super) fn holds_nothing_that_acts(&self) {
        for tag in &self.tags {
            assert!(ELEMENTS.contains(&tag.name), "{}", tag.name);
            for (attribute, value) in &tag.attributes {
                assert!(ATTRIBUTES.contains(attribute), "{attribute}");
                assert!(*attribute != "href" || value.starts_with('#'), "{value}");
            }
        }
    }
}

fn read(tag: &str) -> Tag<'_> {
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    let mut attributes = Vec::new();
    while !rest.is_empty() {
        let (attribute, after) = rest.split_once("=\"").expect("a quoted value");
        let (value, after) = after.split_once('"').expect("an end of the value");
        attributes.push((attribute.trim_start(), plain(value)));
        rest = after;
    }
    Tag { name, attributes }
}

/// A text as it is read. Panics where it has what ought to be escaped, or what HTML forbids.
fn plain(escaped: &str) -> String {
    let forbidden = |letter: char| {
        matches!(letter, '<' | '>' | '"' | '\'' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || (letter.is_control() && letter != '\n' && letter != '\t')
    };
    assert!(!escaped.contains(forbidden), "{escaped:?}");
    let mut parts = escaped.split('&');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (entity, after) = part.split_once(';').expect("an entity");
        text.push(match entity {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "#39" => '\'',
            other => panic!("{other}"),
        });
        text += after;
    }
    text
}
