//! Rows through a pipeline: what is written, what is reported, and what is held back.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing step is a failing test")]

mod support;

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;
use support::Desk;

const PIPELINE: &str = r#"
[[curate]]
kind = "length"
words = [3, 20]
[[curate]]
kind = "exact-duplicate"
[[curate]]
kind = "rating"
column = "stars"
limit = 3
[[curate]]
kind = "balance"
"#;

const ROWS: &str = "id,text,label,stars
1,a film that shines,good,5
2,A film  that shines,good,5
3,no,bad,5
4,a dull and slow film,bad,4
5,a film of great joy,good,1
6,one more fine film here,good,3
";

fn lines(desk: &Desk, name: &str) -> Vec<Value> {
    let text = fs::read_to_string(desk.path(name)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn rows_are_marked_and_written() {
    let desk = Desk::new();
    fs::write(desk.path("rows.csv"), ROWS).unwrap();
    fs::write(desk.path("p.toml"), PIPELINE).unwrap();
    let base = ["curate", "rows.csv", "--pipeline", "p.toml"];
    let output = desk.succeed(&[&base[..], &["--out", "kept.jsonl", "--report", "r.json"]].concat());
    let said = String::from_utf8(output.stdout).unwrap();
    for expected in
        ["6 rows", "5 after length: 6 measured, 1 dropped", "4 after exact-duplicate", "3 after rating"]
    {
        assert!(said.contains(expected), "{said}");
    }
    // Two good rows and a bad one: each label weighs one and a half rows.
    let kept: Vec<(String, String, f64)> = lines(&desk, "kept.jsonl")
        .iter()
        .map(|row| {
            let text = |name: &str| row[name].as_str().unwrap().to_owned();
            (text("id"), text("label"), row["weight"].as_f64().unwrap())
        })
        .collect();
    let row = |id: &str, label: &str, weight| (id.to_owned(), label.to_owned(), weight);
    assert_eq!(kept, [row("1", "good", 0.75), row("4", "bad", 1.5), row("6", "good", 0.75)]);
    let report: Value = serde_json::from_str(&fs::read_to_string(desk.path("r.json")).unwrap()).unwrap();
    assert_eq!(report["funnel"], serde_json::json!([6, 5, 4, 3, 3]));
    let mark = &report["rows"][1]["marks"][0];
    assert_eq!((mark["kind"].as_str(), &mark["evidence"]["is"]), (Some("exact-duplicate"), &Value::from(0)));

    desk.succeed(&[&base[..], &["--out", "all.jsonl", "--all"]].concat());
    let dropped: Vec<Value> =
        lines(&desk, "all.jsonl").iter().map(|row| row["_dropped_by"].clone()).collect();
    let by = |kind: &str| Value::from(kind);
    assert_eq!(
        dropped,
        [Value::Null, by("exact-duplicate"), by("length"), Value::Null, by("rating"), Value::Null]
    );
}

#[test]
fn labels_keep_their_type_and_columns_their_values() {
    let desk = Desk::new();
    let mut rows = String::new();
    for at in 0..60 {
        let (word, label) = if at % 2 == 0 { ("sun", 1) } else { ("rain", 0) };
        // One label in ten is wrong.
        let label = if at % 10 == 0 { 1 - label } else { label };
        writeln!(rows, "{{\"text\":\"{word} and {word} {at}\",\"label\":{label},\"weight\":{at}}}").unwrap();
    }
    fs::write(desk.path("rows.jsonl"), rows).unwrap();
    let pipeline = "[[curate]]\nkind = \"relabel\"\nlimit = 0.3\n[[curate]]\nkind = \"balance\"\n";
    fs::write(desk.path("p.toml"), pipeline).unwrap();
    desk.succeed(&["curate", "rows.jsonl", "--pipeline", "p.toml", "--out", "kept.jsonl"]);
    let kept = lines(&desk, "kept.jsonl");
    assert_eq!(kept.len(), 60);
    let relabelled = (0..60).filter(|at| at % 10 == 0).all(|at| kept[at]["label"] == 1);
    assert!(relabelled && kept.iter().all(|row| row["label"].is_u64()), "{kept:?}");
    assert!(kept.iter().enumerate().all(|(at, row)| row["weight"] == at));
}

#[test]
fn steps_read_columns_of_words_too() {
    let desk = Desk::new();
    let rows = "text,label,topic,first,second\none,a,plot,yes,yes\ntwo,b,plot,yes,no\nthree,a,plot,no,no\nfour,b,score,yes,yes\n";
    fs::write(desk.path("rows.csv"), rows).unwrap();
    let pipeline = "[[curate]]\nkind = \"balance\"\ncolumn = \"topic\"\n\
                    [[curate]]\nkind = \"consistency\"\ncolumns = [\"first\", \"second\"]\nlimit = 0.9\n";
    fs::write(desk.path("p.toml"), pipeline).unwrap();
    desk.succeed(&["curate", "rows.csv", "--pipeline", "p.toml", "--out", "kept.jsonl"]);
    let kept = lines(&desk, "kept.jsonl");
    let shown: Vec<(&str, f64)> =
        kept.iter().map(|row| (row["text"].as_str().unwrap(), row["weight"].as_f64().unwrap())).collect();
    assert_eq!(shown, [("one", 2.0 / 3.0), ("three", 2.0 / 3.0), ("four", 2.0)]);
}

#[test]
fn a_step_that_hurts_is_held_back() {
    let desk = Desk::new();
    let words = [["sun", "joy", "shine", "warm"], ["rain", "gloom", "cold", "mud"]];
    let mut rows = "text,label,stars\n".to_owned();
    let mut gold = "text,label\n".to_owned();
    for at in 0..240 {
        let (class, label) = if at % 2 == 0 { (0, "good") } else { (1, "bad") };
        let word = |n: usize| words[class][(at / 2 + n) % 4];
        // The worse rating is given to everything good: keeping the best ratings keeps one label.
        writeln!(rows, "{} and {} number {at},{label},{}", word(0), word(1), if class == 0 { 1 } else { 5 })
            .unwrap();
        writeln!(gold, "{} or {} {at},{label}", word(2), word(3)).unwrap();
    }
    fs::write(desk.path("rows.csv"), rows).unwrap();
    fs::write(desk.path("gold.csv"), gold).unwrap();
    let pipeline = "[[curate]]\nkind = \"generation-probability\"\ncolumn = \"stars\"\nshare = 0.0\n";
    fs::write(desk.path("p.toml"), pipeline).unwrap();
    let base = ["curate", "rows.csv", "--pipeline", "p.toml", "--report", "r.json"];
    let funnel = |more: &[&str]| {
        desk.succeed(&[&base[..], more].concat());
        let report: Value = serde_json::from_str(&fs::read_to_string(desk.path("r.json")).unwrap()).unwrap();
        (report["funnel"].clone(), report["steps"][0]["in_force"].clone())
    };
    assert_eq!(funnel(&[]), (serde_json::json!([240, 0]), Value::from(true)));
    assert_eq!(funnel(&["--gold", "gold.csv"]), (serde_json::json!([240, 240]), Value::from(false)));
    // The user may know better, and the report says so.
    fs::write(desk.path("p.toml"), format!("{pipeline}gate = \"ignore\"\n")).unwrap();
    assert_eq!(funnel(&["--gold", "gold.csv"]), (serde_json::json!([240, 0]), Value::from(true)));
    let said = desk.succeed(&[&base[..], &["--gold", "gold.csv"]].concat()).stdout;
    assert!(String::from_utf8(said).unwrap().contains("used against the gate"));
    fs::write(desk.path("p.toml"), format!("{pipeline}off = true\n")).unwrap();
    let off = desk.succeed(&[&base[..], &["--gold", "gold.csv"]].concat()).stdout;
    assert_eq!(String::from_utf8(off).unwrap().trim(), "240 rows");
}

#[test]
fn mistakes_are_named() {
    let desk = Desk::new();
    fs::write(desk.path("rows.csv"), ROWS).unwrap();
    let check = |pipeline: &str, more: &[&str], expected: &str| {
        fs::write(desk.path("p.toml"), pipeline).unwrap();
        let output =
            desk.seedbed(&[&["curate", "rows.csv", "--pipeline", "p.toml"], more].concat()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(expected), "{said}");
    };
    check("[[curate]]\nkind = \"fish\"\n", &[], "cannot be read");
    check("[[curate]]\nkind = \"rating\"\ncolumn = \"stars\"\nlimit = nan\n", &[], "limit must be a number");
    check("[[curate]]\nkind = \"rating\"\ncolumn = \"points\"\nlimit = 1\n", &[], "points");
    check("[[curate]]\nkind = \"embedding-duplicate\"\n", &[], "--encoder");
    check(PIPELINE, &["--gold", "nothing.csv"], "nothing.csv");
    check(PIPELINE, &["--text", "words"], "no column 'words'");
    check(PIPELINE, &["--out", "a.docx"], "no known ending");
    // What is read is not written over.
    check(PIPELINE, &["--out", "./rows.csv"], "nothing is written over it");
    check(PIPELINE, &["--report", "p.toml"], "nothing is written over it");
    assert_eq!(fs::read_to_string(desk.path("rows.csv")).unwrap(), ROWS);
    // Gold rows that could judge nothing.
    fs::write(desk.path("gold.csv"), "text,label\nan old song,Good\na new song,BAD\n").unwrap();
    check(PIPELINE, &["--gold", "gold.csv"], "have a label that the rows to curate have not");
    check(PIPELINE, &["--gold", "rows.csv"], "stand among the rows to curate too");
    fs::write(desk.path("named.csv"), "text,kind\na film,good\n").unwrap();
    fs::write(desk.path("p.toml"), "[[curate]]\nkind = \"label-errors\"\n").unwrap();
    let output = desk.seedbed(&["curate", "named.csv", "--pipeline", "p.toml"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(2) && said.contains("text, kind"), "{said}");
}

#[test]
fn gold_rows_of_other_labels_are_left_out_by_name() {
    let desk = Desk::new();
    fs::write(desk.path("rows.csv"), ROWS).unwrap();
    fs::write(desk.path("p.toml"), PIPELINE).unwrap();
    fs::write(desk.path("gold.csv"), "text,label\nan old song,Good\na new song,bad\n").unwrap();
    let output = desk.succeed(&["curate", "rows.csv", "--pipeline", "p.toml", "--gold", "gold.csv"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("1 of the rows of 'gold.csv' have a label") && said.contains("'Good'"), "{said}");
}
