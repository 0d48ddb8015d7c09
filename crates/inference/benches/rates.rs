//! Rates of the products beside those of the memory: `cargo bench -p inference --bench rates [-- --type Q4_K] [--rows N]`.
#![allow(missing_docs, clippy::print_stdout, reason = "a measurement for developers")]

use std::time::Duration;

use inference::gguf::GgmlType;
use inference::{memory_rate, product_rate};

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let time = Duration::from_millis(500);
    println!("{threads} threads read {:.1} GB/s from memory", memory_rate(threads, time)?);
    println!("products of 3072 x 1024, GMAC/s (and GB/s of weights), by rows");
    let (mut only, mut rows) = (None, vec![1, 2, 4, 8, 16, 32, 64, 256]);
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        match name.as_str() {
            "--type" => only = arguments.next(),
            "--rows" => rows = vec![arguments.next().unwrap_or_default().parse()?],
            _ => {}
        }
    }
    println!("{:6}{}", "", rows.iter().map(|n| format!("{n:>13}")).collect::<String>());
    for kind in GgmlType::WEIGHTS {
        if only.as_ref().is_some_and(|only| *only != kind.to_string()) {
            continue;
        }
        let mut line = format!("{kind:6}", kind = kind.to_string());
        for rows in &rows {
            let rate = product_rate(kind, *rows, threads, time)?;
            line += &format!("{:>7.0} ({:>3.0})", rate.giga_multiplications, rate.giga_bytes);
        }
        println!("{line}");
    }
    Ok(())
}
