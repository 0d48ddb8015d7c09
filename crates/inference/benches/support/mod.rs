//! What measurements share.

/// Hands each option of the command line and its value to `take`; what cargo adds of its own is passed over there.
pub fn options(mut take: impl FnMut(&str, &dyn Fn() -> String)) {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    for (at, name) in arguments.iter().enumerate().filter(|(_, name)| name.starts_with("--")) {
        take(name, &|| arguments.get(at + 1).unwrap_or_else(|| panic!("{name} needs a value")).clone());
    }
}

pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
