//! HTML that is balanced and escaped by construction: names are written in the source, everything else is escaped.

/// HTML under construction.
pub(super) struct Markup(String);

/// Names and values of attributes.
pub(super) type Attributes<'a> = [(&'static str, &'a str)];

impl Markup {
    /// An HTML5 document.
    pub(super) fn document(inside: impl FnOnce(&mut Self)) -> String {
        let mut markup = Self("<!DOCTYPE html>\n".to_owned());
        markup.put("html", &[("lang", "en")], inside);
        markup.0
    }

    /// An element with its content.
    pub(super) fn put(
        &mut self,
        name: &'static str,
        attributes: &Attributes<'_>,
        inside: impl FnOnce(&mut Self),
    ) {
        self.open(name, attributes);
        inside(self);
        self.0 += "</";
        self.0 += name;
        self.0.push('>');
        if !matches!(name, "a" | "span" | "text" | "title" | "td" | "th") {
            self.0.push('\n');
        }
    }

    /// An element without content that HTML does not close.
    pub(super) fn meta(&mut self, attributes: &Attributes<'_>) {
        self.open("meta", attributes);
        self.0.push('\n');
    }

    /// A shape of a picture.
    pub(super) fn shape(&mut self, name: &'static str, attributes: &Attributes<'_>) {
        self.put(name, attributes, |_| ());
    }

    /// An element that holds text alone.
    pub(super) fn say(&mut self, name: &'static str, attributes: &Attributes<'_>, text: &str) {
        self.put(name, attributes, |m| m.text(text));
    }

    /// An element that holds a text of any length: what is over `limit` characters is seen by pointing at it.
    pub(super) fn name(
        &mut self,
        element: &'static str,
        attributes: &Attributes<'_>,
        text: &str,
        limit: usize,
    ) {
        let (shown, clipped) = clip(text, limit as f64, |_| 1.0);
        if clipped {
            let attributes = [attributes, &[("title", text)]].concat();
            self.say(element, &attributes, &shown);
        } else {
            self.say(element, attributes, &shown);
        }
    }

    /// Text.
    pub(super) fn text(&mut self, text: &str) {
        for letter in text.chars().map(harmless) {
            match letter {
                '&' => self.0 += "&amp;",
                '<' => self.0 += "&lt;",
                '>' => self.0 += "&gt;",
                '"' => self.0 += "&quot;",
                '\'' => self.0 += "&#39;",
                letter => self.0.push(letter),
            }
        }
    }

    /// A style sheet; only the source of this program may write one.
    pub(super) fn style(&mut self, sheet: &'static str) {
        self.0 += "<style>";
        self.0 += sheet;
        self.0 += "</style>\n";
    }

    fn open(&mut self, name: &'static str, attributes: &Attributes<'_>) {
        self.0.push('<');
        self.0 += name;
        for (attribute, value) in attributes {
            self.0.push(' ');
            self.0 += attribute;
            self.0 += "=\"";
            self.text(value);
            self.0.push('"');
        }
        self.0.push('>');
    }
}

/// The same character, or U+FFFD for one that HTML forbids or that would turn the direction of the text around it.
fn harmless(letter: char) -> char {
    match letter {
        '\n' | '\t' => letter,
        '\r' => '\n',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fdd0}'..='\u{fdef}' => '\u{fffd}',
        _ if letter.is_control() || u32::from(letter) & 0xfffe == 0xfffe => '\u{fffd}',
        _ => letter,
    }
}

/// The beginning of a text, on one line, whose characters are together no wider than `room`; and whether that is not all.
pub(super) fn clip(text: &str, room: f64, width: impl Fn(char) -> f64) -> (String, bool) {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        return ("(empty)".to_owned(), false);
    }
    if line.chars().map(&width).sum::<f64>() <= room {
        return (line, false);
    }
    let mut left = room - width('…');
    let kept: String = line
        .chars()
        .take_while(|letter| {
            left -= width(*letter);
            left >= 0.0
        })
        .collect();
    (format!("{}…", kept.trim_end()), true)
}
