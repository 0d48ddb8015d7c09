//! Equal recipe, seed and model give equal rows, whatever is computed together.

mod support;

use parquet::file::reader::{FileReader, SerializedFileReader};
use support::Desk;

fn arguments<'a>(out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["run", "attrprompt", "--rows", "200", "--seed", "7", "--progress", "none", "--out", out], more]
        .concat()
}

#[test]
fn two_runs_and_any_batch_write_the_same_file() {
    let desk = Desk::new();
    desk.succeed(&arguments("a.parquet", &[]));
    desk.succeed(&arguments("b.parquet", &["--batch", "1"]));
    desk.succeed(&arguments("c.parquet", &["--batch", "32"]));
    assert!(desk.read("a.parquet") == desk.read("b.parquet"), "a second run, one row at a time");
    assert!(desk.read("b.parquet") == desk.read("c.parquet"), "32 rows at a time");

    let file = std::fs::File::open(desk.path("a.parquet")).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let metadata = reader.metadata().file_metadata();
    assert_eq!(metadata.num_rows(), 200);
    let columns: Vec<&str> = metadata.schema().get_fields().iter().map(|field| field.name()).collect();
    assert_eq!(columns, ["text", "label", "_row", "_seed", "_conditions", "_recipe", "_model"]);
    assert!(!desk.path("a.parquet.seedbed").exists(), "the project is kept only until the run is done");
}

#[test]
fn another_seed_writes_other_rows() {
    let desk = Desk::new();
    for (seed, out) in [("1", "a.jsonl"), ("2", "b.jsonl")] {
        desk.succeed(&[
            "run",
            "attrprompt",
            "--rows",
            "5",
            "--seed",
            seed,
            "--progress",
            "none",
            "--out",
            out,
        ]);
    }
    assert!(desk.read("a.jsonl") != desk.read("b.jsonl"));
}
