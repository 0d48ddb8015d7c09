//! Set-up, tests, code generation, benchmarks and packaging.

fn main() {}
