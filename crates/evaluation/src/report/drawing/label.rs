//! Texts in pictures, which know their width so that none runs into another.

use super::super::markup::{Markup, clip};

/// Height of a text in a picture.
const SIZE: f64 = 12.0;

/// Where a text stands at its place.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A coordinate, to a tenth.
pub(super) fn px(value: f64) -> String {
    let tenths = (value * 10.0).round();
    let text = format!("{:.1}", if tenths == 0.0 { 0.0 } else { tenths / 10.0 });
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

/// Width of a character in parts of the text's height, that of the widest usual interface font.
fn width(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | '.' | ',' | '\'' | ':' | ';' | '|' | '!' | ' ' | '\u{a0}' => 0.34,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' | '—' | '−' | '+' | '=' => 0.98,
        'A'..='Z' => 0.76,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' => 1.05,
        '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{ff60}' | '\u{1f000}'..='\u{3fffd}' => 1.05,
        _ => 0.64,
    }
}

/// How wide a text is at most.
pub(super) fn measured(text: &str) -> f64 {
    text.chars().map(width).sum::<f64>() * SIZE
}

/// A text on the line `y`, clipped to `room`; its whole is seen by pointing at it. The frame around it holds back letters
/// that are wider than any usual one.
pub(super) fn label(m: &mut Markup, class: &str, anchor: Anchor, (x, y): (f64, f64), room: f64, text: &str) {
    let (shown, clipped) = clip(text, room / SIZE, width);
    let (left, inner, aligned) = match anchor {
        Anchor::Start => (x, 0.0, ""),
        Anchor::Middle => (x - room / 2.0, room / 2.0, " middle"),
        Anchor::End => (x - room, room, " end"),
    };
    let (left, top, inner) = (px(left), px(y - SIZE), px(inner));
    let (room, high) = (px(room), px(SIZE * 1.5));
    m.put("svg", &[("x", &left), ("y", &top), ("width", &room), ("height", &high)], |m| {
        m.put("text", &[("class", &format!("{class}{aligned}")), ("x", &inner), ("y", &px(SIZE))], |m| {
            if clipped {
                m.say("title", &[], text);
            }
            m.text(&shown);
        });
    });
}

/// A straight line.
pub(super) fn rule(m: &mut Markup, class: &str, from: (f64, f64), to: (f64, f64)) {
    let (x1, y1, x2, y2) = (px(from.0), px(from.1), px(to.0), px(to.1));
    m.shape("line", &[("class", class), ("x1", &x1), ("y1", &y1), ("x2", &x2), ("y2", &y2)]);
}

/// A rectangle; a side below nought is none.
pub(super) fn rectangle(m: &mut Markup, class: &str, (x, y): (f64, f64), wide: f64, high: f64) {
    let (x, y, wide, high) = (px(x), px(y), px(wide.max(0.0)), px(high.max(0.0)));
    m.shape("rect", &[("class", class), ("x", &x), ("y", &y), ("width", &wide), ("height", &high)]);
}
