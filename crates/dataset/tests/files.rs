//! Tables read from files and written to files.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::Path;

use dataset::{
    Fields, Format, Kind, ReadCause, ReadOptions, Table, Vectors, WriteCause, read, sha256_of_file, write,
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn rows(values: Value) -> Vec<Fields> {
    serde_json::from_value(values).unwrap()
}

fn load(
    name: &str,
    content: impl AsRef<[u8]>,
    options: &ReadOptions,
) -> Result<dataset::Loaded, dataset::ReadError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    let loaded = read(&path, options);
    if let Ok(loaded) = &loaded {
        assert_eq!(loaded.sha256, sha256_of_file(&path).unwrap());
    }
    loaded
}

#[test]
fn csv_as_people_save_it() {
    let check = |content: &[u8], expected: Value| {
        let loaded = load("a.csv", content, &ReadOptions::default()).unwrap();
        assert_eq!(loaded.table.rows, rows(expected), "{}", String::from_utf8_lossy(content));
    };
    check(b"text,label\nfine,1\n", json!([{"text": "fine", "label": "1"}]));
    check(
        b"text,label\r\n\"a, \"\"b\"\"\r\nc\",007\r\n\r\n",
        json!([{"text": "a, \"b\"\r\nc", "label": "007"}]),
    );
    check(
        b"\xef\xbb\xbftext;label\nfine, and more;-1,5\n",
        json!([{"text": "fine, and more", "label": "-1,5"}]),
    );
    check(b"text\tlabel\na,b\tc;d\n", json!([{"text": "a,b", "label": "c;d"}]));
    check(b"text|label\na|b\n", json!([{"text": "a", "label": "b"}]));
    check(
        b"text\nGood, great film\nBad; slow, long\n",
        json!([{"text": "Good, great film"}, {"text": "Bad; slow, long"}]),
    );
    check(b" text , label\n a ,b\n", json!([{"text": " a ", "label": "b"}]));
    check(b",text\n0,a\n", json!([{"1": "0", "text": "a"}]));
    check(
        "\u{feff}text,label\ncafé,€\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<_>>()
            .as_slice(),
        json!([{"text": "café", "label": "€"}]),
    );
    let old = load("a.csv", b"text,label\ncaf\xe9 \x80,1\n", &ReadOptions::default()).unwrap();
    assert_eq!(old.table.rows, rows(json!([{"text": "café €", "label": "1"}])));
    assert_eq!(old.notices.len(), 1, "{:?}", old.notices);
    let bare = ReadOptions { header: false, ..ReadOptions::default() };
    let loaded = load("a.tsv", b"fine\t1\nbad\t0\n", &bare).unwrap();
    assert_eq!(loaded.table.rows, rows(json!([{"1": "fine", "2": "1"}, {"1": "bad", "2": "0"}])));
}

#[test]
fn what_is_wrong_is_said_with_its_place_and_remedy() {
    let check = |name: &str, content: &[u8], expected: &str| {
        let error = load(name, content, &ReadOptions::default()).unwrap_err().to_string();
        assert!(error.contains(name), "the file is named: {error}");
        assert!(error.ends_with(expected), "{error}");
    };
    check("a.csv", b"", "it holds no rows; check that it is the right file");
    check("a.csv", b"text,label\n", "it holds no rows; check that it is the right file");
    check(
        "a.csv",
        b"text,label\na,b\nc,d,e\n",
        "line 3 has 3 values, but there are 2 columns; put values that hold the separator or line breaks into quotes",
    );
    check("a.csv", b"text,text\na,b\n", "two columns are called 'text'; rename one of them");
    check("a.csv", b"PK\x03\x04\0\0\0\xff", "it is not a text file; export it as CSV in UTF-8, or as JSONL");
    check("a.csv", b"text\0,b\n", "it is not a text file; export it as CSV in UTF-8, or as JSONL");
    check(
        "a.jsonl",
        b"{\"a\": 1}\n{\"a\": }\n",
        "line 2 is not valid JSON (expected value); write one object per line, or one list of objects",
    );
    check(
        "a.jsonl",
        b"{\"a\": 1}\n\n3\n",
        "line 3 is not an object with named fields; write each row as {\"field\": value}",
    );
    check(
        "a.json",
        b"[{\"a\": 1}, 7]",
        "row 2 is not an object with named fields; write each row as {\"field\": value}",
    );
    check(
        "a.json",
        format!("{}{}", "[".repeat(9_000), "]".repeat(9_000)).as_bytes(),
        "(recursion limit exceeded); write one object per line, or one list of objects",
    );
    check(
        "a.pages",
        b"text",
        "its name must end in .csv, .tsv, .txt, .jsonl, .ndjson, .json or .parquet, for a graph in .ttl or .nt, or \
         for a document in .txt, .md, .html, .docx or .pdf; rename or convert the file",
    );
    check("a.parquet", b"PAR1 no", "write it again with pyarrow or as JSONL");
    let missing = read(Path::new("no/such.csv"), &ReadOptions::default()).unwrap_err().to_string();
    assert_eq!(missing, "'no/such.csv' cannot be read: there is no such file; check the name and the folder");
    let mapped =
        ReadOptions { fields: [("text".to_owned(), "review".to_owned())].into(), ..ReadOptions::default() };
    let error = load("a.csv", b"Review,score\na,1\n", &mapped).unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("it has no column 'review' for the field 'text'; its columns are Review, score")
    );
}

#[test]
fn fields_are_mapped_to_our_names() {
    let fields = [("label".to_owned(), "sentiment".to_owned()), ("text".to_owned(), "review".to_owned())];
    let options = ReadOptions { fields: fields.into(), ..ReadOptions::default() };
    let expected = rows(json!([{"label": "1", "text": "fine"}]));
    for (name, content) in [
        ("a.csv", "review,id,sentiment\nfine,7,1\n"),
        ("a.jsonl", "{\"sentiment\": \"1\", \"review\": \"fine\", \"id\": 7}\n"),
        ("a.json", "[{\"sentiment\": \"1\", \"review\": \"fine\"}]"),
    ] {
        let table = load(name, content, &options).unwrap().table;
        assert_eq!(table.rows, expected);
        assert_eq!(table.columns.iter().map(|column| &*column.name).collect::<Vec<_>>(), ["label", "text"]);
    }
}

#[cfg(unix)]
#[test]
fn symbolic_links_lead_to_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let (file, link) = (folder.path().join("a.csv"), folder.path().join("link.csv"));
    fs::write(&file, "text,label\na,b\n").unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();
    let table = read(&link, &ReadOptions::default()).unwrap().table;
    write(&link, &Table::new(rows(json!([{"x": "new"}]))), Format::Csv).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&file).unwrap(), "x\nnew\n");
    assert_eq!(table.rows.len(), 1);
}

fn example() -> Table {
    Table::new(rows(json!([
        {"text": "A \"fine\" film,\nreally", "score": -1, "share": 0.1, "good": true, "tags": ["a", "b"],
         "by": {"name": "Ana", "age": 41}, "_seed": 7},
        {"text": "=cmd|' /C calc'!A0", "score": null, "share": 2, "good": false, "tags": [], "by": null, "_seed": 7},
        {"text": "+49 30", "score": 12_345_678_901_234_567_i64, "share": 1e300, "tags": ["x", null],
         "by": {"name": "Ü"}, "_seed": 7}
    ])))
}

#[test]
fn written_files_hold_the_rows() {
    let folder = tempfile::tempdir().unwrap();
    let table = example();
    let full = |missing: Value| {
        // Where a row has no value, it has null once written.
        let names = ["text", "score", "share", "good", "tags", "by", "_seed"];
        let fill = |row: &Fields| -> Fields {
            names
                .iter()
                .map(|name| ((*name).to_owned(), row.get(*name).unwrap_or(&missing).clone()))
                .collect()
        };
        table.rows.iter().map(fill).collect::<Vec<_>>()
    };
    let path = folder.path().join("a.jsonl");
    write(&path, &table, Format::Jsonl).unwrap();
    assert_eq!(read(&path, &ReadOptions::default()).unwrap().table.rows, full(Value::Null));
    assert!(fs::read_to_string(&path).unwrap().contains("\"=cmd|"), "JSONL is left as it is");

    let path = folder.path().join("a.parquet");
    write(&path, &table, Format::Parquet).unwrap();
    let back = read(&path, &ReadOptions::default()).unwrap();
    let mut expected = full(Value::Null);
    expected[1]["share"] = json!(2.0);
    expected[2]["by"]["age"] = Value::Null;
    assert_eq!(back.table.rows, expected);
    assert_eq!(back.notices, Vec::<String>::new());

    let path = folder.path().join("a.csv");
    write(&path, &table, Format::Csv).unwrap();
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        "text,score,share,good,tags,by,_seed\n\
         \"A \"\"fine\"\" film,\nreally\",-1,0.1,true,\"[\"\"a\"\",\"\"b\"\"]\",\"{\"\"name\"\":\"\"Ana\"\",\"\"age\"\":41}\",7\n\
         '=cmd|' /C calc'!A0,,2,false,[],,7\n\
         '+49 30,12345678901234567,1e+300,,\"[\"\"x\"\",null]\",\"{\"\"name\"\":\"\"Ü\"\"}\",7\n"
    );
}

#[test]
fn equal_tables_make_equal_files() {
    let folder = tempfile::tempdir().unwrap();
    for format in Format::ALL {
        let paths = ["a", "b"].map(|name| folder.path().join(format!("{name}.{}", format.ending())));
        for path in &paths {
            assert_eq!(Format::of(path), Some(format));
            write(path, &example(), format).unwrap();
        }
        assert_eq!(fs::read(&paths[0]).unwrap(), fs::read(&paths[1]).unwrap(), "{format:?}");
        for empty in [Table::default(), Table { rows: vec![Fields::new()], ..Table::default() }] {
            write(&paths[0], &empty, format).unwrap();
        }
    }
}

#[test]
fn a_workbook_holds_texts_as_texts_and_numbers_as_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    write(&path, &example(), Format::Xlsx).unwrap();
    let mut archive = zip::ZipArchive::new(fs::File::open(&path).unwrap()).unwrap();
    let mut part = |name: &str| std::io::read_to_string(archive.by_name(name).unwrap()).unwrap();
    let sheet = part("xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>"), "no cell is a formula");
    assert!(sheet.contains("<c r=\"B2\"><v>-1</v></c>"), "negative numbers stay numbers: {sheet}");
    assert!(part("xl/sharedStrings.xml").contains("12345678901234567"), "digits beyond Excel's stay as text");
    assert!(part("xl/styles.xml").contains("quotePrefix=\"1\""));
    assert!(part("docProps/core.xml").contains("2000-01-01"), "no time of day");

    let long = Table::new(rows(json!([{"text": "a"}, {"text": "x".repeat(40_000)}])));
    let error = write(&path, &long, Format::Xlsx).unwrap_err();
    assert!(matches!(error.cause, WriteCause::LongCell { row: 2, length: 40_000, .. }), "{error}");
}

#[test]
fn a_failed_write_leaves_the_old_file_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    fs::write(&path, "old").unwrap();
    let long = Table::new(rows(json!([{"text": "x".repeat(40_000)}])));
    write(&path, &long, Format::Xlsx).unwrap_err();
    assert_eq!(fs::read(&path).unwrap(), b"old");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);

    let says = |path: &Path| write(path, &example(), Format::Csv).unwrap_err().to_string();
    assert!(
        says(&folder.path().join("no/a.csv")).ends_with("its folder does not exist; choose another place")
    );
    assert!(says(folder.path()).ends_with("there is a folder of this name; choose another name"));
    assert!(says(&path.join("a.csv")).ends_with("its folder does not exist; choose another place"));
}

#[test]
fn damaged_parquet_never_panics() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    write(&path, &example(), Format::Parquet).unwrap();
    let whole = fs::read(&path).unwrap();
    let copy = folder.path().join("b.parquet");
    let mut refused = 0;
    for n in (0..whole.len()).step_by(3) {
        let mut bytes = whole.clone();
        if n % 2 == 0 {
            bytes[n] = bytes[n].wrapping_add(0x55);
        } else {
            bytes.truncate(n);
        }
        fs::write(&copy, bytes).unwrap();
        refused += u32::from(read(&copy, &ReadOptions::default()).is_err());
    }
    assert!(refused > 0);
}

#[test]
fn a_column_keeps_its_type_when_set() {
    // An export decides the type of its own columns, whatever the first rows hold.
    let mut table = Table::new(rows(json!([{"c": {"topic": "plot"}}, {"c": {"topic": [1, 2]}}])));
    table.columns[0].kind = Kind::Json;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    write(&path, &table, Format::Parquet).unwrap();
    let back = read(&path, &ReadOptions::default()).unwrap().table.rows;
    assert_eq!(back, rows(json!([{"c": "{\"topic\":\"plot\"}"}, {"c": "{\"topic\":[1,2]}"}])));
    assert!(matches!(load("a.csv", "", &ReadOptions::default()).unwrap_err().cause, ReadCause::Empty));
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e9..1e9_f64).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::vec(("[a-c]", inner), 0..3)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_table_is_written_in_every_format_and_read_back(
        values in prop::collection::vec(prop::collection::vec(("[a-d]", value()), 1..4), 1..8),
    ) {
        let rows: Vec<Fields> = values.into_iter().map(|pairs| pairs.into_iter().collect()).collect();
        let table = Table::new(rows);
        let folder = tempfile::tempdir().unwrap();
        for format in Format::ALL {
            let path = folder.path().join(format!("a.{}", format.ending()));
            write(&path, &table, format).unwrap();
            if format == Format::Xlsx {
                continue;
            }
            let back = read(&path, &ReadOptions::default()).unwrap().table;
            prop_assert_eq!(back.rows.len(), table.rows.len());
            if format == Format::Jsonl {
                for (row, found) in table.rows.iter().zip(&back.rows) {
                    for (name, value) in row {
                        prop_assert_eq!(&found[name], value);
                    }
                }
            }
        }
    }
}

#[test]
fn vectors_come_back_as_they_were_written() {
    let folder = tempfile::tempdir().unwrap();
    let vectors = Vectors {
        texts: vec!["a \"b\"".to_owned(), "ü\n".to_owned()],
        vectors: vec![vec![0.1, -1.0e-7], vec![1.0 / 3.0, 0.0]],
        encoder: "starter".to_owned(),
        model: "ab".to_owned(),
    };
    let row = |n: usize, numbers: Value| json!({"text": vectors.texts[n], "vector": numbers, "_encoder": "starter", "_model": "ab"});
    let expected = rows(json!([row(0, json!([0.1, -1.0e-7])), row(1, json!([0.333_333_34, 0.0]))]));
    let (lines, columns) = (folder.path().join("v.jsonl"), folder.path().join("v.parquet"));
    vectors.write_jsonl(&lines).unwrap();
    vectors.write_parquet(&columns).unwrap();
    for path in [lines, columns] {
        assert_eq!(read(&path, &ReadOptions::default()).unwrap().table.rows, expected, "{}", path.display());
    }
    let error = vectors.write_jsonl(&folder.path().join("absent/v.jsonl")).unwrap_err();
    assert!(error.to_string().contains("its folder does not exist"), "{error}");
}
