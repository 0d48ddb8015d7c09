use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(text: &str, expected: &[(&str, bool)]) {
    let found = sums(text);
    let found: Vec<(&str, bool)> = found.iter().map(|sum| (&text[sum.place.clone()], sum.holds)).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn sums_are_found_and_worked_out() {
    check("She has 3 + 4 = 7 apples.", &[("3 + 4 = 7", true)]);
    check("48/2 = 24 and 48+24=73.", &[("48/2 = 24", true), ("48+24=73", false)]);
    check("2 + 3 × 4 = 14, not (2 + 3) * 4 = 14", &[("2 + 3 × 4 = 14", true), ("(2 + 3) * 4 = 14", false)]);
    check(
        "2 x 3 = 6, 2x3=6 and $5 x 4 = $20",
        &[("2 x 3 = 6", true), ("2x3=6", true), ("5 x 4 = $20", true)],
    );
    check("1,200 ÷ 12 = 100; 0.1 + 0.2 = 0.3", &[("1,200 ÷ 12 = 100", true), ("0.1 + 0.2 = 0.3", true)]);
    check("20% of 50 = 10 and 50 + 10 % = 55", &[("20% of 50 = 10", true), ("50 + 10 % = 55", true)]);
    check("5 percent of 200 = 11", &[("5 percent of 200 = 11", false)]);
    check(
        "2^10 = 1024, -3 + 5 = 2, 7 − 9 = −2",
        &[("2^10 = 1024", true), ("-3 + 5 = 2", true), ("7 − 9 = −2", true)],
    );
    check("**6 × 7 = 42**", &[("6 × 7 = 42", true)]);
    check("5 + 3 == 8 - as said", &[("5 + 3 == 8", true)]);
    check("1. 5 + 3 = 8", &[("5 + 3 = 8", true)]);
    check("1/0 = 3", &[("1/0 = 3", false)]);
}

#[test]
fn chains_are_pairs() {
    check("2 + 3 = 5 × 2 = 10", &[("2 + 3 = 5 × 2", false), ("5 × 2 = 10", true)]);
    check("total = 12 × 3 = 36", &[("12 × 3 = 36", true)]);
}

#[test]
fn results_may_be_rounded_where_it_shows() {
    check("10 / 3 = 3.33", &[("10 / 3 = 3.33", true)]);
    check("10 / 3 = 3.34", &[("10 / 3 = 3.34", false)]);
    check("10 / 3 = 3", &[("10 / 3 = 3", false)]);
    check("10 / 3 ≈ 3", &[("10 / 3 ≈ 3", true)]);
    check("1/3 = 33%", &[("1/3 = 33%", true)]);
    check("999 × 1001 ≈ 1,000,000", &[("999 × 1001 ≈ 1,000,000", true)]);
    check("999 × 1001 ≈ 990,000", &[("999 × 1001 ≈ 990,000", false)]);
}

#[test]
fn what_is_not_all_numbers_is_left_alone() {
    for text in [
        "x + 2 = 5",
        "x - 3 + 5 = 2",
        "2x + 3 = 7",
        "3 + 4 = 7x",
        "5 = 5",
        "f(3) + 1 = 9",
        "√16 + 1 = 5",
        "log 100 + 1 = 3",
        "5 apples + 3 apples = 9 apples",
        "See pages 3-5.",
        "version 1.2.3 = 4",
        "3 + = 4",
        "= + ( ) =",
        "",
    ] {
        check(text, &[]);
    }
}

proptest! {
    #[test]
    fn what_was_worked_out_holds(a in 0u32..10_000, b in 1u32..10_000, sign in 0usize..4) {
        let (sign, result) = [
            ("+", i64::from(a) + i64::from(b)), ("-", i64::from(a) - i64::from(b)),
            ("×", i64::from(a) * i64::from(b)), ("÷", i64::from(a)),
        ][sign];
        let a = if sign == "÷" { i64::from(a) * i64::from(b) } else { i64::from(a) };
        let text = format!("So {a} {sign} {b} = {result}.");
        let found = sums(&text);
        prop_assert!(found.len() == 1 && found[0].holds, "{}: {:?}", text, found);
        let wrong = sums(&format!("So {a} {sign} {b} = {}.", result + 1));
        prop_assert!(wrong.len() == 1 && !wrong[0].holds, "{}: {:?}", text, wrong);
    }

    #[test]
    fn no_text_is_too_strange(text in "[0-9+*x/^().,=≈%$ -ofé\n]{0,40}") {
        for sum in sums(&text) {
            prop_assert!(text.get(sum.place.clone()).is_some());
        }
    }
}
