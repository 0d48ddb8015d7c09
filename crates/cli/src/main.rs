//! The `seedbed` command line.

fn main() {}
