//! Texts that a spreadsheet would run as formulas (CWE-1236; OWASP ASVS 1.2.10).

/// Whether a spreadsheet could take the text for a formula: it begins like one and is not simply a number.
pub(super) fn is_risky(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']) && !is_number(text)
}

/// A number such as -12.5 or +3e4, as spreadsheets read it.
fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte)) && text.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_risky;

    #[test]
    fn numbers_are_left_alone() {
        for text in
            ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\tx", "\r=1", "\0", "-", "-inf", "+1-2", "-1e", "=", "- 5"]
        {
            assert!(is_risky(text), "{text:?}");
        }
        for text in ["", "a=b", "-5", "-12.5", "+3", "+3e4", "-.5", "1-2", " =1", "é"] {
            assert!(!is_risky(text), "{text:?}");
        }
    }
}
